import { ActionEvent, type ActionEventInput } from "../src/action/event.ts";
import { generateSignerKey, readSignerKey, type SignerKey } from "../src/encoding/note/note-key.ts";
import { CapabilitySystem } from "../src/policy/capability-system.ts";
import type { UsesOf } from "../src/tokens/budget.ts";
import { type Mandate, mintToken } from "../src/tokens/make-token.ts";
import type { Holds } from "../src/tokens/scope.ts";
import type { Token } from "../src/tokens/token-text.ts";
import {
  type VerifiedToken,
  verifyToken,
  type VerifyTokenOptions,
} from "../src/tokens/verify-token.ts";

/** The time at which tokens are made here. */
export const NOW: number = Date.UTC(2026, 0, 1);

/** Whose tokens count here. */
export const ISSUER: SignerKey = readSignerKey(generateSignerKey("issuer"));

/** How the gate here verifies. */
export const GATE: VerifyTokenOptions = { issuers: [ISSUER.verifier], audience: "gate", now: NOW };

/** A token for refunds up to 50, for a minute. */
export const REFUNDS: Mandate = {
  actor: "shop",
  tools: ["payments.refund"],
  conditions: { amount_lte: 50 },
  expires: NOW + 60_000,
};

/** A token for refunds, with some things otherwise. */
export function minted(changes: Partial<Mandate> = {}, holder?: Uint8Array): Token {
  return mintToken({ ...REFUNDS, ...changes }, ISSUER, { now: NOW, ...(holder && { holder }) });
}

/** A token as the gate here takes it. */
export function verified(token: Token, changes: Partial<VerifyTokenOptions> = {}): VerifiedToken {
  return verifyToken(token.chain, { ...GATE, ...changes });
}

/** A refund. */
export function refund(payload: object, facts: Partial<ActionEventInput> = {}): ActionEvent {
  const toolName = "payments.refund";
  return ActionEvent.create({ actor: "shop", capability: toolName, toolName, payload, ...facts });
}

const policy = new CapabilitySystem().loadPolicyText("allow: [payments.*]", "policy.yaml");

/** Judges the conditions of tokens as a policy does. */
export const holds: Holds = (conditions, event) => policy.holds(conditions, event);

/** Says what calls use of budgets as a policy does. */
export const usesOf: UsesOf = (budget, event) => policy.usesOf(budget, event);
