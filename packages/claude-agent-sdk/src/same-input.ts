import { canonicalJson, freezeJsonObject } from "@capfence/core";

/** Whether two inputs of a call are the same; what is no plain JSON is like nothing. */
export function isSameInput(one: unknown, other: unknown): boolean {
  const text = canonicalOf(one);
  return text !== undefined && text === canonicalOf(other);
}

function canonicalOf(input: unknown): string | undefined {
  try {
    return canonicalJson(freezeJsonObject(input));
  } catch {
    return undefined;
  }
}
