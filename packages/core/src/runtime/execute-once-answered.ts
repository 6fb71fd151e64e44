import type { ActionEvent } from "../action/event.ts";
import type { TokenOptions } from "./authorizer.ts";
import type { WaitOptions } from "./wait-for-answer.ts";
import type { Reason } from "../policy/decision.ts";
import type { ActionRuntime } from "./runtime.ts";
import type { ExecutionVerdict } from "./verdict.ts";

/** What a call is blocked for whose request ended without an answer. A timeout is nobody's no. */
const ENDED: Partial<Record<string, Reason>> = {
  expired: "approval_expired",
  cancelled: "approval_cancelled",
};

/** An answer may be used up by another call that asks the same, and then has to be given anew; this often at most. */
const ROUNDS = 10;

/**
 * Executes an event, and where it waits for an approval, executes it again once a human has answered. Its verdict is
 * that of the last execution; where the request expired or was cancelled meanwhile, with that as its reason.
 */
export async function executeOnceAnswered(
  runtime: ActionRuntime,
  event: ActionEvent,
  { signal, timeout, token }: WaitOptions & TokenOptions,
): Promise<ExecutionVerdict> {
  const deadline = timeout === undefined ? Infinity : performance.now() + timeout;
  for (let round = 1; ; round += 1) {
    const verdict = await runtime.execute(event, { token });
    const { authorized, approvalId, reason } = verdict;
    const remaining = deadline - performance.now();
    if (authorized || approvalId === undefined || reason !== "approval_required") return verdict;
    if (round === ROUNDS || remaining <= 0) return verdict;
    const { state } = await runtime.waitForApproval(approvalId, {
      ...(signal === undefined ? {} : { signal }),
      ...(remaining === Infinity ? {} : { timeout: remaining }),
    });
    if (state === "pending") return verdict;
    const ended = ENDED[state];
    if (ended !== undefined) return Object.freeze({ ...verdict, reason: ended });
  }
}
