import type { JsonObject } from "@capfence/core";

/**
 * The first key of an object that a reader who does not look at case takes for another one: for one that is known, or
 * for one that stands beside it. Such readers are common, and would read something else than what was judged.
 */
export function lookalike(object: JsonObject, known: Iterable<string>): string | undefined {
  const names = new Set(known);
  const strange = Object.keys(object).filter((key) => !names.has(key));
  if (strange.length === 0) return undefined;
  const taken = new Set([...names].map(withoutCase));
  return strange.find((key) => taken.size === taken.add(withoutCase(key)).size);
}

/** Both ways, as some letters have several that are their large or small form. */
function withoutCase(key: string): string {
  return key.toUpperCase().toLowerCase();
}
