import type { Random } from "../random.ts";
import type { Request } from "./rule.ts";

/** Makes a question of one kind. */
export type MakeRequest = (random: Random) => Request;

/**
 * Questions in equal shares of each kind, in no order that a processor could learn, and as they come out of
 * a JSON parser, so that no engine is slowed by strings that are still being put together.
 */
export function mixRequests(
  kinds: readonly MakeRequest[],
  count: number,
  random: Random,
): readonly Request[] {
  const requests = Array.from({ length: count }, (_, index) =>
    (kinds[index % kinds.length] as MakeRequest)(random),
  );
  return JSON.parse(JSON.stringify(random.shuffle(requests))) as Request[];
}
