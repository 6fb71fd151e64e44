import { ApprovalError } from "@capfence/core";
import type { NativeAnswer, NativeProposal, PendingApproval } from "@capfence/core/adapter";
import type { LangChainCall } from "@capfence/langchain";
import { answersOf, approvalInterrupt, isShownAs } from "@capfence/langchain/adapter";
import { interrupt, isGraphInterrupt, type LangGraphRunnableConfig } from "@langchain/langgraph";
import type { GraphEnforcement } from "./graph-enforcement.ts";
import { canPause, type ShownCall, type StoredPause, storedPause } from "./stored-pause.ts";

/** A call as far as it is judged, with what LangChain says of it. */
export type Proposal = NativeProposal<LangChainCall>;

/** What is known of some calls before any of them runs. */
export interface Foresight {
  /** Those that will be blocked; those that need an approval only where no other is. */
  readonly refused: ReadonlySet<Proposal>;
  /** The calls that a human has said no to. */
  readonly noes: ReadonlyMap<Proposal, NativeAnswer>;
}

/**
 * Looks at the calls of one message together, before the first of them runs: pauses the run once for all that need an
 * approval, and when it is resumed passes on each yes. Throws what `interrupt` throws to pause, and `ApprovalError` for
 * answers that cannot count.
 */
export async function foresee(
  calls: readonly Proposal[],
  enforcement: GraphEnforcement,
  config: LangGraphRunnableConfig,
): Promise<Foresight> {
  const answers = await answersTo(calls, enforcement, config);
  for (const [call, answer] of answers) if (answer.approved) await enforcement.answer(call, answer);
  const noes = new Map([...answers].filter(([, { approved }]) => !approved));
  const denied = new Set(noes.keys());
  const waiting = new Set<Proposal>();
  for (const call of calls) {
    const found = await enforcement.preview(call);
    if (found?.authorized === true) continue;
    if (found?.reason !== "approval_required") denied.add(call);
    else if (!enforcement.waits) waiting.add(call);
  }
  return { refused: denied.size > 0 ? denied : waiting, noes };
}

async function answersTo(
  calls: readonly Proposal[],
  enforcement: GraphEnforcement,
  config: LangGraphRunnableConfig,
): Promise<ReadonlyMap<Proposal, NativeAnswer>> {
  const given = new Map<Proposal, NativeAnswer>();
  if (calls.length === 0 || !enforcement.asks || !canPause(config)) return given;
  const { shown, used, addressed, others, byId, keepsAnswer } = await storedPause(config);
  // Before anything that can fail: an answer that is left is given to whoever runs the task again.
  const resumed = shown.length === 0 ? [] : resumeValues();
  // Before anything is asked: an answer is for a request that was there when the run paused.
  const found = new Map<Proposal, string | undefined>();
  for (const call of calls) {
    const preview = await enforcement.preview(call);
    // Nobody is asked about calls of a run that is over.
    const ends = preview?.authorized !== true && preview?.reason !== "approval_required";
    if (ends && enforcement.onBlocked === "throw") return given;
    found.set(call, preview?.approvalId);
  }
  const older = resumed.slice(0, used).flatMap((value) => readable(value, shown.length));
  const pendings = await pendingOf(calls, enforcement);
  const isAmbiguous = others && pendings.length > 0;
  const newest = newestOf(resumed.slice(used), addressed, isAmbiguous, shown.length);
  const placeOf = (call: Proposal): number =>
    shown.findIndex(
      (one) => one.toolCallId === toolCallIdOf(call) && isShownAs(call.toolName, call.input, one),
    );
  for (const call of calls) {
    const place = placeOf(call);
    const no = older.find((answers) => answers[place]?.approved === false)?.[place];
    const answer = no ?? newest?.[place];
    // LangGraph keeps an answer without an address: a second yes cannot be told from the first one.
    const isOld = byId || older.some((answers) => answers[place]?.approved === true);
    const approvalId = found.get(call);
    const isYes =
      approvalId !== undefined &&
      shown[place]?.approvalId === approvalId &&
      (!isOld || addressed !== undefined);
    // A yes is for the call that was shown; a no holds whatever has become of it.
    if (answer?.approved === false) given.set(call, answer);
    else if (answer !== undefined && isYes) given.set(call, { ...answer, approvalId });
  }
  const answered = calls.filter((call) => given.has(call)).map((call) => shown[placeOf(call)]);
  const open = pendings.filter(
    ({ approvalId }) => !answered.some((one) => one?.approvalId === approvalId),
  );
  if (open.length > 0 && given.size === 0)
    interrupt(approvalInterrupt(open, keepsAnswer || byId || older.length > 0));
  return given;
}

/** What the run was resumed with for the calls of this pause, if it was. */
function newestOf(
  fresh: readonly unknown[],
  addressed: StoredPause["addressed"],
  isAmbiguous: boolean,
  count: number,
): readonly NativeAnswer[] | undefined {
  if (addressed !== undefined) return answersOf(addressed.value, count);
  if (fresh.length === 0) return undefined;
  if (isAmbiguous)
    throw new ApprovalError(
      "several tasks have paused; resume with { [interrupt.id]: { decisions } }, so that each gets its own answer",
    );
  return answersOf(fresh.at(-1), count);
}

/** What each call waits for, with its id; equal calls wait for one approval, which lets one of them through. */
async function pendingOf(
  calls: readonly Proposal[],
  enforcement: GraphEnforcement,
): Promise<readonly PendingApproval[]> {
  const pendings = new Map<string, PendingApproval & Partial<ShownCall>>();
  for (const call of calls) {
    const pending = await enforcement.pending(call);
    if (pending === undefined || pendings.has(pending.approvalId)) continue;
    const toolCallId = toolCallIdOf(call);
    const known = toolCallId === undefined ? {} : { toolCallId };
    pendings.set(pending.approvalId, { ...pending, ...known });
  }
  return [...pendings.values()];
}

/** What the task was given as answers, oldest first, those of earlier runs included. */
function resumeValues(): readonly unknown[] {
  const values: unknown[] = [];
  try {
    for (;;) values.push(interrupt<undefined, unknown>(undefined));
  } catch (error) {
    if (!isGraphInterrupt(error)) throw error;
  }
  return values;
}

/** Answers that were given before; those that could not be read then have come to nothing. */
function readable(value: unknown, count: number): readonly (readonly NativeAnswer[])[] {
  try {
    return [answersOf(value, count)];
  } catch {
    return [];
  }
}

function toolCallIdOf({ context }: Proposal): string | undefined {
  return context?.toolCallId;
}
