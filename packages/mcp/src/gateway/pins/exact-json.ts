import type { Json } from "@capfence/core";

/** Stands for a number that no double holds: `{ "dev.capfence/number": "9223372036854775807" }`. */
const NUMBER_KEY = "dev.capfence/number";

/** What a reviver is told besides the key and the value: how a number, a text or a word was written. */
interface Written {
  readonly source?: string;
}

/**
 * Reads JSON so that values that differ stay different: numbers that a double cannot hold are kept as they are
 * written. Throws `SyntaxError` for a key that stands twice in one object, of which readers take different ones.
 */
export function readExactly(text: string): Json {
  // The value itself is held by nothing but counts as a member.
  let members = -1;
  function exactly(this: unknown, key: string, value: unknown, written?: Written): unknown {
    if (key === NUMBER_KEY) throw new SyntaxError(`the key "${NUMBER_KEY}" is reserved`);
    if (!Array.isArray(this)) members += 1;
    if (typeof value !== "number") return value;
    const source = written?.source ?? String(value);
    return isExact(value, source) ? value : { [NUMBER_KEY]: source };
  }
  const value = JSON.parse(text, exactly) as Json;
  if (members !== countMembers(text))
    throw new SyntaxError("a key stands twice in one object, and readers differ in which counts");
  return value;
}

function isExact(value: number, source: string): boolean {
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))
    return false;
  return value !== 0 || !/^-?[\d.]*[1-9]/.test(source);
}

/** How many members the objects of a JSON text have as it is written: each has one colon outside of texts. */
function countMembers(text: string): number {
  let count = 0;
  let inText = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') inText = !inText;
    else if (inText && character === "\\") at += 1;
    else if (!inText && character === ":") count += 1;
  }
  return count;
}
