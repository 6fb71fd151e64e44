import type { Speaker } from "@capfence/core";
import type { PresentedToken } from "@capfence/core/tokens";
import type { Principal } from "../identity/principal.ts";

/** Who makes a call through the gateway. */
export interface Caller {
  readonly principal: Principal;
  /** The public name of the session, for the record; never the secret that the client holds. */
  readonly session: string;
  /** The capability token that came with this call. */
  readonly token?: PresentedToken;
  /** Under whose name an answer that came with this call is on record. */
  readonly speaker?: Speaker;
}
