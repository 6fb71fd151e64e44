import type { ApprovalRequest } from "../approvals/request.ts";
import type { Speaker } from "../approvals/words.ts";
import type { GuardOptions } from "../runtime/guard-options.ts";
import type { Identity } from "../runtime/identity.ts";

/** What every adapter takes; `Native` is what its framework says of a call (its config, its context). */
export interface AdapterOptions<Native> extends Omit<GuardOptions, "framework"> {
  /**
   * Who a call acts for, from what the framework says of it. Read only what your host puts there, never what a model
   * can write.
   */
  readonly identify?: (native: Native) => Identity | undefined;
}

/** What adapters take whose framework can pause a run until a human has answered. */
export interface PausingAdapterOptions<Native> extends Omit<AdapterOptions<Native>, "onApproval"> {
  /**
   * What a call does that needs an approval: it is blocked (`block`, the default), waits in this process (`wait`), or
   * pauses the run in the framework's own way (`pause`), so that it can be resumed later and elsewhere.
   */
  readonly onApproval?: "block" | "wait" | "pause";
  /**
   * Who has answered in the framework's own way, as your host has authenticated them: their name, or their key where
   * the policy asks for it. Never read it from the answer itself. Without it, a yes given there only resumes the run,
   * and the call runs if CapFence has the approval by then; a no takes the request back.
   */
  readonly approver?: (
    native: Native,
    request: ApprovalRequest,
  ) => Speaker | undefined | Promise<Speaker | undefined>;
}
