import type { ActionRuntime } from "@capfence/core";
import type { StrandsGuardOptions } from "../src/options.ts";

/** Options with which a call that needs approval pauses, and carol answers. */
export function pausingOptions(runtime: ActionRuntime): StrandsGuardOptions {
  return {
    runtime,
    agentId: "agent",
    sessionId: "session-1",
    onApproval: "pause",
    onBlocked: "message",
    approver: () => ({ by: "carol" }),
  };
}
