import type { ActionContext } from "../action/context.ts";
import type { PresentedToken } from "../tokens/admit-call.ts";

/** Who a flow of calls acts for, as its host has authenticated it; set with `runtime.withIdentity`. */
export interface Identity extends Pick<
  ActionContext,
  "sessionId" | "userRole" | "tenant" | "risk" | "callerDepth" | "trust"
> {
  readonly actor?: string;
  readonly environment?: string;
  /** The capability token that came with the calls: verified with each of them, and recorded by its ids alone. */
  readonly token?: PresentedToken;
}
