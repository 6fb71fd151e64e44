import type { Enforcement, NativeAnswer, NativeProposal } from "@capfence/core/adapter";
import { answerOf, type Elicitation, questionOf } from "../approval-form.ts";
import { canElicit } from "./can-elicit.ts";
import type { McpRequestContext, McpServerContext, McpServerGuardOptions } from "./options.ts";
import { pausedDigest, seal, unseal } from "./request-state.ts";

/** A server as far as its client's user is asked through it. */
export interface AskingServer {
  getClientCapabilities?(): unknown;
  elicitInput?(question: Elicitation, options: object): Promise<unknown>;
  readonly _requestStateVerify?: unknown;
}

/** What asking has come to: the call is paused, was answered, or goes on as it is. */
export interface Asked {
  /** What the client is to be told in place of a result. */
  readonly paused?: object;
  readonly answer?: NativeAnswer;
  /** What the handler is told of the request, where that is not all there is. */
  readonly inner?: McpServerContext;
}

/** The longest time that a timer can wait. */
const NO_TIMEOUT = 2 ** 31 - 1;

type Call = NativeProposal<McpServerContext>;

/** Version 1: the client's user is asked while the request waits. */
export async function askInRequest(
  call: Call,
  enforcement: Enforcement<McpServerContext>,
  server: AskingServer,
  { approvalWait }: McpServerGuardOptions,
): Promise<Asked> {
  const { signal, requestId } = call.native;
  if (!canElicit(call.native, server.getClientCapabilities?.())) return {};
  const pending = await enforcement.pending(call);
  if (pending === undefined) return {};
  const timeout = Math.min(approvalWait ?? NO_TIMEOUT, NO_TIMEOUT);
  const options = { timeout, relatedRequestId: requestId, ...(signal && { signal }) };
  try {
    const answer = answerOf(await server.elicitInput?.(questionOf(pending), options));
    return answer === undefined ? {} : { answer: { ...answer, approvalId: pending.approvalId } };
  } catch {
    // No answer is no yes: the call is blocked, and its request waits for somebody else.
    return {};
  }
}

/** Version 2: the request is answered with a question, and comes again with what the user has said. */
export async function askInRounds(
  call: Call,
  enforcement: Enforcement<McpServerContext>,
  server: AskingServer,
  { requestState: codec }: McpServerGuardOptions,
): Promise<Asked> {
  const { native, toolName, input } = call;
  const brought = await unseal(native, codec);
  const responses = native.mcpReq?.inputResponses;
  if (brought !== undefined && responses !== undefined && Object.hasOwn(responses, "capfence")) {
    const inner = withoutOurs(native);
    const answer = answerOf(responses["capfence"]);
    const isOfCall = brought.digest === pausedDigest(toolName, input);
    if (isOfCall && answer === undefined) return { inner };
    if (isOfCall && answer?.approved === false) return { answer, inner };
    // A yes is to the one question that was asked, not to whatever waits under the same arguments by now.
    if (isOfCall && answer !== undefined) {
      const { approvalId } = brought;
      const preview = await enforcement.preview(call);
      if (preview?.approvalId === approvalId) return { answer: { ...answer, approvalId }, inner };
    }
  }
  const inner = brought === undefined ? native : withoutOurs(native);
  if (!canElicit(native, server.getClientCapabilities?.())) return { inner };
  const pending = await enforcement.pending(call);
  if (pending === undefined) return { inner };
  const { approvalId } = pending;
  const paused = { approvalId, digest: pausedDigest(toolName, input) };
  const requestState = await seal(paused, native, codec);
  const question = { method: "elicitation/create", params: questionOf(pending) };
  return {
    paused: {
      resultType: "input_required",
      inputRequests: { capfence: question },
      requestState,
      _meta: { capfence: pending },
    },
  };
}

/** The context without what was said to us, which the tool would take for an answer to questions of its own. */
function withoutOurs(context: McpServerContext): McpServerContext {
  const mcpReq = context.mcpReq as McpRequestContext;
  const { inputResponses: _responses, ...rest } = mcpReq;
  return { ...context, mcpReq: { ...rest, requestState: () => undefined } };
}
