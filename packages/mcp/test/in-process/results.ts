interface TextResult {
  readonly isError?: unknown;
  readonly content: readonly { readonly text?: unknown }[];
}

function isResult(value: unknown): value is TextResult {
  return typeof value === "object" && value !== null && "content" in value;
}

/** The text of a result that is no error; anything else as it is. */
export function answerIn(result: unknown): unknown {
  return isResult(result) && result.isError !== true ? result.content[0]?.text : result;
}

/** The text of a result that says it is an error. */
export function denialIn(result: unknown): string | undefined {
  return isResult(result) && result.isError === true ? String(result.content[0]?.text) : undefined;
}

/** The reason that a denial gives. */
export function reasonIn(result: unknown): unknown {
  return (JSON.parse(denialIn(result) ?? "{}") as { reason?: unknown }).reason;
}

/** What a promise is rejected with; undefined if it is fulfilled. */
export async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
    return undefined;
  } catch (error) {
    return error;
  }
}
