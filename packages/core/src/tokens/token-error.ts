import { CapFenceError } from "../errors.ts";
import type { Reason } from "../policy/decision.ts";
import type { TokenFacts } from "./token-facts.ts";

/** What is wrong with a token, or with a call that comes with it. */
export type TokenFault =
  | "malformed"
  | "issuer_unknown"
  | "signature"
  | "not_yet_valid"
  | "expired"
  | "lifetime"
  | "audience"
  | "proof"
  | "bearer"
  | "scope";

const REASONS: Partial<Record<TokenFault, Reason>> = {
  expired: "token_expired",
  scope: "token_scope",
};

/** A capability token that is not good; `fault` says why, and never changes. */
export class TokenError extends CapFenceError {
  override readonly name = "TokenError";
  readonly fault: TokenFault;
  /** The token, where its signatures were good all the same. */
  readonly token: TokenFacts | undefined;

  constructor(
    fault: TokenFault,
    message: string,
    options: ErrorOptions & { readonly token?: TokenFacts } = {},
  ) {
    super("CAPFENCE_TOKEN", message, options);
    this.fault = fault;
    this.token = options.token;
  }

  /** Why a call that comes with it is denied. */
  get reason(): Reason {
    return REASONS[this.fault] ?? "token_invalid";
  }
}
