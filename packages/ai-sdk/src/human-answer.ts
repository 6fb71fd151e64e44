import { AgentActionBlocked } from "@capfence/core";
import type { Enforcement, NativeAnswer, NativeProposal } from "@capfence/core/adapter";
import type { AiSdkCall } from "./options.ts";

type AiSdkEnforcement = Enforcement<AiSdkCall>;
type Proposal = NativeProposal<AiSdkCall>;

/** Passes a human's no on to the request that it answers, if there is one that is not settled. */
export async function passOnNo(
  call: Proposal,
  answer: NativeAnswer,
  enforcement: AiSdkEnforcement,
): Promise<void> {
  if (!enforcement.pauses) return;
  const found = await enforcement.preview(call);
  const state = (await enforcement.runtime.approvals.get(found?.approvalId ?? ""))?.state;
  if (state !== "pending" && state !== "approved") return;
  try {
    await enforcement.run({ ...call, answer, invoke: neverRun });
  } catch (error) {
    if (!AgentActionBlocked.isInstance(error)) throw error;
  }
}

/** For calls that are judged where nobody would see the output of the tool. */
export function neverRun(): never {
  throw new Error("the call was refused, and would no longer be; make it again");
}
