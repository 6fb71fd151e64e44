import type { NativeAnswer } from "@capfence/core/adapter";
import type { ModelMessage } from "ai";
import type { AiSdkCall } from "./options.ts";

/** A call that a human has answered, as a history says. */
export interface AnsweredCall {
  readonly toolCallId: string;
  readonly toolName: string;
  readonly input: unknown;
  readonly answer: NativeAnswer;
  /** Whether another call has the same id: which of them the human was shown, nobody knows. */
  readonly isShared: boolean;
}

/** The parts of messages that approvals consist of, as far as anything is known of them. */
interface Part {
  readonly type: string;
  readonly toolCallId?: string;
  readonly toolName?: string;
  readonly input?: unknown;
  readonly approvalId?: string;
  readonly isAutomatic?: boolean;
  readonly approved?: boolean;
  readonly reason?: string;
  readonly output?: { readonly type?: string };
}

/**
 * The calls that the end of a history answers, read as the SDK reads it: of several answers to a call the first
 * counts, and none to a call that has a result. Who has given them it does not say, and clients can make them up.
 */
function answeredCalls(messages: readonly ModelMessage[]): readonly AnsweredCall[] {
  const made = messages.flatMap((message) => partsOf(message, "assistant"));
  const calls = byId(made, "tool-call", "toolCallId");
  const requests = byId(made, "tool-approval-request", "approvalId");
  const replies = messages.flatMap((message) => partsOf(message, "tool"));
  const settled = new Set(replies.filter(isResult).map(({ toolCallId }) => toolCallId));
  const end = messages.slice(messages.findLastIndex(({ role }) => role !== "tool") + 1);
  return end
    .flatMap((message) => partsOf(message, "tool"))
    .flatMap(({ type, approvalId, approved, reason }) => {
      const request = type === "tool-approval-response" ? requests.get(approvalId) : undefined;
      const { toolCallId, toolName, input } = calls.get(request?.toolCallId) ?? {};
      if (request?.isAutomatic === true || settled.has(toolCallId)) return [];
      if (toolCallId === undefined || toolName === undefined) return [];
      settled.add(toolCallId);
      const namesakes = made.filter((part) => isCall(part) && part.toolCallId === toolCallId);
      const note = reason === undefined ? {} : { note: reason };
      const answer = { approved: approved === true, ...note };
      return [{ toolCallId, toolName, input, answer, isShared: namesakes.length > 1 }];
    });
}

/**
 * The calls that a human has refused last, also where they then said something else: the SDK asks nobody about these,
 * and leaves them be.
 */
export function refusedCalls(messages: readonly ModelMessage[]): readonly AnsweredCall[] {
  const before = messages.slice(0, messages.findLastIndex(({ role }) => role !== "user") + 1);
  return answeredCalls(before).filter(({ answer }) => !answer.approved);
}

/** The answer to one call, if the end of its history has one that can only be meant for it, or is a no. */
export function answerTo(call: AiSdkCall): NativeAnswer | undefined {
  const { answer, isShared } = answered(call) ?? {};
  return answer?.approved === true && isShared === true ? undefined : answer;
}

/** Whether a history answers a call, one way or the other. */
export function isAnswered(call: AiSdkCall): boolean {
  return answered(call) !== undefined;
}

function answered({ toolCallId, messages }: AiSdkCall): AnsweredCall | undefined {
  return answeredCalls(messages).find((call) => call.toolCallId === toolCallId);
}

/** Whether a call is in its own history, and has no result there: it comes from there, and not from a model. */
export function isUnsettled({ toolCallId, messages }: AiSdkCall): boolean {
  const made = messages.flatMap((message) => partsOf(message, "assistant"));
  const replies = messages.flatMap((message) => partsOf(message, "tool"));
  return (
    byId(made, "tool-call", "toolCallId").has(toolCallId) &&
    !replies.some((part) => isResult(part) && part.toolCallId === toolCallId)
  );
}

function partsOf({ role, content }: ModelMessage, of: ModelMessage["role"]): readonly Part[] {
  return role === of && typeof content !== "string" ? content : [];
}

/** Parts of one type by an id. A map, so that no id can name what an object inherits. */
function byId(
  parts: readonly Part[],
  type: string,
  id: "toolCallId" | "approvalId",
): ReadonlyMap<string | undefined, Part> {
  return new Map(parts.filter((part) => part.type === type).map((part) => [part[id], part]));
}

function isCall({ type }: Part): boolean {
  return type === "tool-call";
}

/** A denial may stand beside the answer that it comes from before anybody has seen to that answer. */
function isResult({ type, output }: Part): boolean {
  return type === "tool-result" && output?.type !== "execution-denied";
}
