import { AgentActionBlocked } from "@capfence/core";

/**
 * A run whose block the SDK has put into an error of its own: rejects with the `AgentActionBlocked` itself, and with
 * any other error as it is.
 */
export async function unwrapBlocked<Result>(run: PromiseLike<Result>): Promise<Result> {
  try {
    return await run;
  } catch (error) {
    throw AgentActionBlocked.find(error) ?? error;
  }
}
