import type { ActionContext } from "../action/context.ts";

/** Who a flow of calls acts for, as its host has authenticated it; set with `runtime.withIdentity`. */
export interface Identity extends Pick<
  ActionContext,
  "sessionId" | "userRole" | "tenant" | "risk" | "callerDepth" | "trust"
> {
  readonly actor?: string;
  readonly environment?: string;
}
