/** Where frameworks put the error they wrapped. */
const WRAPPED_IN = ["cause", "error", "toolError", "originalError"] as const;
const SEARCH_LIMIT = 64;

/** The first error in a chain of wrapped errors (`cause`, `error`, `toolError`, `errors`) that `wanted` accepts. */
export function findWrapped<Wanted>(
  error: unknown,
  wanted: (candidate: unknown) => candidate is Wanted,
): Wanted | undefined {
  const seen = new Set<unknown>();
  const waiting: unknown[] = [error];
  for (const candidate of waiting) {
    if (wanted(candidate)) return candidate;
    if (typeof candidate !== "object" || candidate === null || seen.has(candidate)) continue;
    seen.add(candidate);
    if (seen.size > SEARCH_LIMIT) return undefined;
    waiting.push(...WRAPPED_IN.map((key) => readQuietly(candidate, key)));
    const errors = readQuietly(candidate, "errors");
    if (Array.isArray(errors)) waiting.push(...errors.slice(0, SEARCH_LIMIT));
  }
  return undefined;
}

/** A property of a foreign error, whose getters may throw. */
function readQuietly(holder: object, key: string): unknown {
  try {
    return (holder as Readonly<Record<string, unknown>>)[key];
  } catch {
    return undefined;
  }
}
