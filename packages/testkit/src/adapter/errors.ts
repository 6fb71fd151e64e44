/** Where frameworks put the error they wrapped. */
const WRAPPED_IN = ["cause", "error", "toolError", "originalError"] as const;

/** What a promise is rejected with. Throws if it is fulfilled. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  let output: unknown;
  try {
    output = await promise;
  } catch (error) {
    return error;
  }
  throw new Error(`expected the call to be refused, but it gave ${JSON.stringify(output)}`);
}

/** The first error in a chain of wrapped errors that `wanted` accepts. */
export function findError<Wanted>(
  error: unknown,
  wanted: (candidate: unknown) => candidate is Wanted,
): Wanted | undefined {
  const waiting: unknown[] = [error];
  const seen = new Set<unknown>();
  for (const candidate of waiting) {
    if (wanted(candidate)) return candidate;
    if (typeof candidate !== "object" || candidate === null || seen.has(candidate)) continue;
    seen.add(candidate);
    const holder = candidate as Readonly<Record<string, unknown>>;
    waiting.push(...WRAPPED_IN.map((key) => holder[key]));
    if (Array.isArray(holder["errors"])) waiting.push(...holder["errors"]);
  }
  return undefined;
}
