import type { ActionEvent } from "../action/event.ts";
import { type BudgetReservation, reservationsOf, type UsesOf } from "./budget.ts";
import { isBearer } from "./chain.ts";
import { type CheckedProof, checkProof } from "./proof.ts";
import { type Holds, outOfScope, type ScopeFault } from "./scope.ts";
import { TokenError, type TokenFault } from "./token-error.ts";
import { readToken } from "./token-text.ts";
import { type VerifiedToken, verifyToken, type VerifyTokenOptions } from "./verify-token.ts";

/** What a caller shows: a token, and the proof that they hold it. */
export interface PresentedToken {
  readonly text: string;
  /** Needed where the token is bound; see `proveCall`. */
  readonly proof?: string;
}

/** How a gate takes calls with tokens. */
export interface AdmitOptions extends VerifyTokenOptions {
  /** Judges conditions, as `CapabilitySystem.holds` does; what cannot be judged must not hold. */
  readonly holds: Holds;
  /**
   * Says what a call uses of budgets, as `CapabilitySystem.usesOf` does, for those who count it; by default no call with a
   * token that has one is admitted.
   */
  readonly usesOf?: UsesOf;
  /**
   * Whether a token counts that is not bound to a holder, or once was not: whoever has seen its text can use it, or bind
   * it to themselves. By default not.
   */
  readonly bearer?: boolean;
}

/** A token that a call may be made with, unless it is revoked, its proof was used before or its budget is used up. */
export interface Admission extends VerifiedToken {
  /** There where the holder has proven the call; who admits it must see each nonce once. */
  readonly proof?: CheckedProof;
  /** What the call uses of its budgets; who admits it must count that, and never let through more than the most. */
  readonly budgets: readonly BudgetReservation[];
}

const OUTSIDE: Readonly<Record<ScopeFault | "budget", string>> = {
  actor: "it was issued or handed on to somebody else",
  tools: "it is for other tools",
  capabilities: "it is for other capabilities",
  conditions: "its conditions do not surely hold for these arguments",
  budget: "what it uses of its budget cannot be told, or is of another currency",
};

/**
 * Admits a call by the token that came with it: signatures, times, gate, holder and scope. What it leaves to whoever
 * keeps state is whether one of its `ids` is revoked, whether the nonce of its `proof` was used, and what is left of its
 * `budgets`. Throws `TokenError`.
 */
export function admitCall(
  presented: PresentedToken,
  event: ActionEvent,
  options: AdmitOptions,
): Admission {
  const { chain, key } = readToken(presented.text);
  const token = verifyToken(chain, options);
  if (options.bearer !== true && isBearer(chain))
    throw fault(
      token,
      "bearer",
      "it is, or was, bound to no holder, and this gate takes none of these",
    );
  const proof = key === undefined ? provenBy(presented, token, event, options) : undefined;
  const outside = outOfScope(token, event, options.holds);
  if (outside !== undefined) throw fault(token, "scope", OUTSIDE[outside]);
  const budgets = reservationsOf(chain, event, options.usesOf ?? (() => undefined));
  if (budgets === undefined) throw fault(token, "scope", OUTSIDE.budget);
  return { ...token, ...(proof && { proof }), budgets };
}

function provenBy(
  { proof }: PresentedToken,
  token: VerifiedToken,
  { context, payload }: ActionEvent,
  options: AdmitOptions,
): CheckedProof {
  if (proof === undefined)
    throw fault(token, "proof", "it is bound to a holder, and no proof came with the call");
  try {
    const call = { tool: context.toolName ?? "", arguments: payload };
    return checkProof(proof, token.chain, call, options);
  } catch (cause) {
    throw cause instanceof TokenError ? fault(token, cause.fault, cause.message, cause) : cause;
  }
}

function fault(
  token: VerifiedToken,
  kind: TokenFault,
  message: string,
  cause?: TokenError,
): TokenError {
  const words = cause === undefined ? `the token does not admit the call: ${message}` : message;
  return new TokenError(kind, words, { token, ...(cause && { cause }) });
}
