import type { Speaker } from "@capfence/core";
import type { PresentedToken, ProvenCall } from "@capfence/core/tokens";
import type { Principal } from "../identity/principal.ts";
import type { SessionParts } from "./session-parts.ts";

/** The capability token that goes with calls, as it is now; one that the gateway keeps is proven for the call. */
type TokenOfCalls = (call?: ProvenCall) => PresentedToken | undefined;

/** Who makes a call through the gateway. */
export interface Caller {
  readonly principal: Principal;
  /** The public name of the session, for the record; never the secret that the client holds. */
  readonly session: string;
  /** The capability token that came with this call, or else the one that is kept for the principal. */
  readonly token?: TokenOfCalls;
  /** Under whose name an answer that came with this call is on record. */
  readonly speaker?: Speaker;
}

/** Stands for one that is kept no more: a call that came under it is not to be judged as if it had come under none. */
const GONE: PresentedToken = { text: "" };

/** Who makes the calls of a session, with the token that came with a request; one that is kept counts where none came. */
export function callerWith(
  shown: PresentedToken | undefined,
  { caller, storedToken }: Pick<SessionParts, "caller" | "storedToken">,
): Caller {
  if (shown !== undefined) return { ...caller, token: () => shown };
  const { principal } = caller;
  const kept = storedToken(principal);
  if (kept === undefined) return caller;
  return {
    ...caller,
    // One for a whole list, for which it is verified once. For a call it is looked up each time: it may be replaced by a
    // newer one while that waits to be approved.
    token: (call) => (call === undefined ? kept : (storedToken(principal, call) ?? GONE)),
  };
}
