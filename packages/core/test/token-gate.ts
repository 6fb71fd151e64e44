import type { ActionRuntime } from "../src/runtime/runtime.ts";
import { CapabilitySystem, type DecisionPoint } from "../src/policy/capability-system.ts";
import type { TokenSettings } from "../src/policy/token-settings.ts";
import type { ActionRuntimeOptions } from "../src/runtime/runtime-options.ts";
import { proveCall } from "../src/tokens/proof.ts";
import { type Token, writeToken } from "../src/tokens/token-text.ts";
import type { PresentedToken } from "../src/tokens/admit-call.ts";
import { judgedRuntime } from "./judged-runtime.ts";
import { ISSUER, NOW } from "./minted.ts";

const POLICY = `
deny:
  - { id: never, capability: payments.refund, amount_gt: 1000 }
require_approval:
  - { id: much, capability: payments.refund, amount_gt: 40 }
allow: [payments.refund]
`;

/** A policy with these settings for tokens. */
export function takingTokens(changes: Partial<TokenSettings> = {}): DecisionPoint {
  const policy = new CapabilitySystem().loadPolicyText(POLICY, "policy.yaml");
  const tokens: TokenSettings = {
    issuers: [ISSUER.verifier],
    audience: "gate",
    required: true,
    bearer: false,
    longestSeconds: 3600,
    file: "policy.yaml",
    line: 1,
    ...changes,
  };
  return {
    tokens,
    decide: (event) => policy.decide(event),
    couldAllow: (event) => policy.couldAllow(event),
    holds: (conditions, event) => policy.holds(conditions, event),
    usesOf: (budget, event) => policy.usesOf(budget, event),
    ready: () => policy.ready(),
  };
}

/** A runtime that takes tokens, at the time at which they are made. */
export function tokenRuntime(
  options: Partial<ActionRuntimeOptions> = {},
  settings: Partial<TokenSettings> = {},
): ActionRuntime {
  return judgedRuntime({ capabilitySystem: takingTokens(settings), clock: () => NOW, ...options });
}

/** A token as its holder shows it with a refund. */
export function shownWith(
  token: Token,
  key: Uint8Array,
  payload: { readonly amount: number },
  now: number = NOW,
): PresentedToken {
  const call = { tool: "payments.refund", arguments: payload };
  const proof = proveCall(token.chain, call, { key, audience: "gate", now });
  return { text: writeToken(token), proof };
}
