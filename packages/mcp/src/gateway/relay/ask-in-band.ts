import type { ActionRuntime } from "@capfence/core";
import type { NativeAnswer, PendingApproval } from "@capfence/core/adapter";
import { answerOf, questionOf } from "../../approval-form.ts";
import type { RequestId, ServerMessage } from "../wire/message.ts";
import type { JsonObject } from "@capfence/core";
import type { ServerRequests } from "./server-requests.ts";

/** Whether a client can put a form before its user, by the capabilities that it has declared. */
export function canElicit(capabilities: JsonObject | undefined): boolean {
  const elicitation = capabilities?.["elicitation"];
  if (typeof elicitation !== "object" || elicitation === null) return false;
  // A client that says nothing of modes has forms.
  return "form" in elicitation || !("url" in elicitation);
}

/**
 * Asks the user of a client, and the queue at the same time: whoever answers first. Gives the user's answer; undefined
 * where it came from the queue, or not at all, and then the call is judged by what the queue says.
 */
export async function askInBand(
  pending: PendingApproval,
  {
    asks,
    send,
    runtime,
    signal,
  }: {
    readonly asks: ServerRequests;
    readonly send: (message: ServerMessage) => void;
    readonly runtime: ActionRuntime;
    readonly signal: AbortSignal;
  },
): Promise<NativeAnswer | undefined> {
  const settled = new AbortController();
  const over = AbortSignal.any([signal, settled.signal]);
  let asked: RequestId | undefined;
  const elicited = asks
    .ask((id) => {
      asked = id;
      const params = questionOf(pending) as unknown as JsonObject;
      send({ kind: "request", message: { id, method: "elicitation/create", params } });
    }, over)
    .then(({ result }) => answerOf(result));
  const queued = runtime.waitForApproval(pending.approvalId, { signal: over }).then(({ state }) => {
    const params = { requestId: asked ?? "", reason: `the request is ${state}` };
    send({ kind: "notification", message: { method: "notifications/cancelled", params } });
    return undefined;
  });
  try {
    const answer = await Promise.race([elicited, queued]);
    return answer && { ...answer, approvalId: pending.approvalId };
  } catch {
    // No answer is no yes: the call is judged as it stands.
    return undefined;
  } finally {
    settled.abort(new Error("it was answered"));
    await Promise.allSettled([elicited, queued]);
  }
}
