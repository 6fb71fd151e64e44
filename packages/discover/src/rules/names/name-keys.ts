import { foldedName } from "@capfence/mcp/gateway";
import { latinised, withoutLeet } from "../../texts/look-alikes.ts";

/** What two names share that a hasty reader takes for one another: `read-file`, `readFile` and `reаd_fi1e`. */
export function lookAlikeKey(name: string): string {
  return withoutLeet(latinised(foldedName(name)))
    .replace(/[il|]/g, "i")
    .replace(/rn/g, "m")
    .replace(/vv/g, "w")
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** Names of fewer letters are one edit away from too many others, and longer ones are no names. */
const FEWEST = 6;
const MOST = 64;

/** Keys of which two names share one if they are at most one letter apart, a changed, a lost or an added one. */
export function neighbourKeys(name: string): ReadonlySet<string> {
  const key = lookAlikeKey(name);
  if (key.length < FEWEST || key.length > MOST) return new Set();
  return new Set([
    key,
    ...Array.from(key, (_, index) => `${key.slice(0, index)}${key.slice(index + 1)}`),
  ]);
}

/** Whether two names are at most one letter apart, other than by a plural or by a number, which tell tools apart. */
export function areOneLetterApart(one: string, other: string): boolean {
  const [a, b] = [lookAlikeKey(one), lookAlikeKey(other)].toSorted((x, y) => x.length - y.length);
  if (a === undefined || b === undefined || a === b || b.length - a.length > 1) return false;
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  const isApart =
    a.length === b.length
      ? a.slice(same + 1) === b.slice(same + 1)
      : a.slice(same) === b.slice(same + 1);
  const changed = b[same] ?? "";
  return isApart && !/\p{N}/u.test(changed) && !(a.length < b.length && changed === "s");
}
