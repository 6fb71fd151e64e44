import { ActionEvent, type CapabilitySystem, CapFenceError, type Effect } from "@capfence/core";
import type { LabelledCall } from "./labelled-call.ts";

/** What became of a labelled call. */
export interface Verdict {
  readonly call: LabelledCall;
  readonly effect: Effect;
  /** Why: the decision's reason and the rule that gave it, or the error that refused the call. */
  readonly because: string;
}

/** Has a policy decide a call; what cannot even become an event is denied, as it would be at run time. */
export function judge(call: LabelledCall, system: CapabilitySystem): Verdict {
  const capability =
    call.capability ?? (call.tool === undefined ? undefined : system.capabilityOfTool(call.tool));
  if (capability === undefined) return { call, effect: "deny", because: "tool_unmapped" };
  try {
    const event = ActionEvent.create({
      actor: "agent",
      capability,
      ...(call.tool === undefined ? {} : { toolName: call.tool }),
      payload: call.args,
    });
    const { effect, reason, rule, uncertain } = system.decide(event);
    const doubt = uncertain.length === 0 ? "" : `, uncertain: ${uncertain.join(", ")}`;
    const named = rule === undefined ? "" : ` by ${rule.id} (${rule.file}:${rule.line})`;
    return { call, effect, because: `${reason}${named}${doubt}` };
  } catch (error) {
    if (!(error instanceof CapFenceError)) throw error;
    return { call, effect: "deny", because: error.message };
  }
}
