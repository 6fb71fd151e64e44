import type { Enforcement, NativeAnswer, NativeProposal } from "@capfence/core/adapter";
import type { JSONValue, ToolContext } from "@strands-agents/sdk";
import type { StrandsCall } from "./options.ts";

/**
 * What a human has answered to this very call. Where it waits for an answer and there is none, the agent is
 * interrupted: this then throws what Strands throws.
 */
export async function humanAnswer(
  enforcement: Enforcement<StrandsCall>,
  call: NativeProposal<StrandsCall>,
): Promise<NativeAnswer | undefined> {
  const { native: context } = call;
  if (!enforcement.pauses || context === undefined) return undefined;
  const pending = await enforcement.pending(call);
  const approvalId = pending?.approvalId ?? (await enforcement.preview(call))?.approvalId;
  if (approvalId === undefined) return undefined;
  // The id of the request is part of the interrupt's own: an answer can be used for no other request.
  const name = `capfence:${approvalId}`;
  const answer =
    pending === undefined
      ? answerGiven(context, name)
      : askedOf(context, name, { capfence: pending } as unknown as JSONValue);
  if (answer?.approved === true && !isOfThisResume(context, name)) return undefined;
  return answer && { ...answer, approvalId };
}

function askedOf(context: ToolContext, name: string, reason: JSONValue): NativeAnswer | undefined {
  try {
    return readAnswer(context.interrupt({ name, reason }));
  } catch (error) {
    if (isInterrupt(error)) throw error;
    // Tools that are called directly cannot interrupt: the call goes on and is blocked.
    return undefined;
  }
}

/** CapFence has the approval by now, so there is nothing to ask; but a no that was given here still counts. */
function answerGiven(context: ToolContext, name: string): NativeAnswer | undefined {
  try {
    // Strands interrupts unless there is an answer, and keeps this one.
    return readAnswer(context.interrupt({ name, response: NOBODY }));
  } catch {
    return undefined;
  }
}

/** Stands for an answer that nobody gave. */
const NOBODY = "capfence: nobody has answered";

/** What Strands keeps of the answers that the agent was last resumed with. */
interface Resumed {
  readonly _interruptState?: {
    readonly resumeResponses?: readonly {
      readonly interruptResponse?: { readonly interruptId?: unknown };
    }[];
  };
}

/**
 * Whether a call was answered by whoever has resumed the agent now. Strands also keeps what came with a resume that
 * failed or was cancelled, of somebody else perhaps, and hands tools in the background the state of who started them.
 */
function isOfThisResume({ agent, toolUse }: ToolContext, name: string): boolean {
  // oxlint-disable-next-line no-underscore-dangle -- Strands' name; without it no yes counts
  const answers = (agent as Resumed | undefined)?._interruptState?.resumeResponses ?? [];
  const id = `tool:${toolUse.toolUseId}:${name}`;
  return answers.some((answer) => answer.interruptResponse?.interruptId === id);
}

/** Yes is what Strands takes for one (`true`, "y", "yes"), or `{ approved: true, note }`; anything else is a no. */
function readAnswer(response: JSONValue): NativeAnswer | undefined {
  if (response === NOBODY) return undefined;
  if (typeof response === "string")
    return { approved: ["y", "yes"].includes(response.trim().toLowerCase()) };
  if (typeof response !== "object" || response === null || Array.isArray(response))
    return { approved: response === true };
  const { approved, note } = response;
  return { approved: approved === true, ...(typeof note === "string" ? { note } : {}) };
}

function isInterrupt(error: unknown): boolean {
  return error instanceof Error && error.name === "InterruptError";
}
