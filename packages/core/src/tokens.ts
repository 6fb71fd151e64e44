/** Capability tokens: authority that is narrow, short, bound to its holder, and can be handed on narrower. */
export { revokeToken, type RevokeTokenInput } from "./runtime/revoke-token.ts";
export {
  type AdmitOptions,
  type Admission,
  admitCall,
  type PresentedToken,
} from "./tokens/admit-call.ts";
export type { AuthorityBlock, Block, Narrowing, SignedBlock } from "./tokens/block.ts";
export { isExceeded, leftOf } from "./approvals/usage.ts";
export {
  type BudgetReservation,
  budgetsOf,
  type TokenBudget,
  type UsesOf,
} from "./tokens/budget.ts";
export { blocksOf, type Chain, isBearer, isKeyTo } from "./tokens/chain.ts";
export { gateOptions } from "./tokens/gate-options.ts";
export { generateHolderKey, type HolderKey } from "./tokens/holder-key.ts";
export { readHolderKey } from "./tokens/holder-key-text.ts";
export { attenuateToken, type MakeOptions, type Mandate, mintToken } from "./tokens/make-token.ts";
export { type CheckedProof, proveCall, type ProvenCall } from "./tokens/proof.ts";
export type { Holds } from "./tokens/scope.ts";
export type { TokenFacts } from "./tokens/token-facts.ts";
export { TokenError, type TokenFault } from "./tokens/token-error.ts";
export { readToken, type Token, writeToken } from "./tokens/token-text.ts";
export { type VerifiedToken, verifyToken, type VerifyTokenOptions } from "./tokens/verify-token.ts";
