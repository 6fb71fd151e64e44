import { ActionEvent, CapabilitySystem } from "@capfence/core";
import { generateSignerKey, readSignerKey } from "@capfence/core/tlog";
import {
  admitCall,
  attenuateToken,
  generateHolderKey,
  mintToken,
  proveCall,
  TokenError,
  writeToken,
} from "@capfence/core/tokens";
import { MOST, NOW, type TokenKind } from "./contenders.ts";

const TOOL = "payments.refund";
const AUDIENCE = "gate";

/** CapFence's own: two blocks and the proof of the call. */
export function capfenceTokens(): TokenKind {
  const issuer = readSignerKey(generateSignerKey("issuer"));
  const holder = generateHolderKey();
  const helper = generateHolderKey();
  const mandate = { tools: [TOOL], audience: [AUDIENCE], expires: NOW + 300_000 };
  const narrowing = { conditions: { amount_lte: MOST } };
  const first = mintToken(mandate, issuer, { now: NOW, holder: holder.publicKey });
  const narrow = (): ReturnType<typeof attenuateToken> =>
    attenuateToken(first, narrowing, {
      now: NOW,
      key: holder.privateKey,
      holder: helper.publicKey,
    });
  const token = narrow();
  const text = writeToken(token);
  const policy = new CapabilitySystem().loadPolicyText(`allow: [${TOOL}]`);
  const gate = {
    issuers: [issuer.verifier],
    audience: AUDIENCE,
    now: NOW,
    holds: policy.holds.bind(policy),
  };
  const calls = new Map([MOST, MOST + 1].map((amount) => [amount, callOf(amount)] as const));
  function callOf(amount: number): { readonly event: ActionEvent; readonly proof: string } {
    const call = { tool: TOOL, arguments: { amount } };
    return {
      event: ActionEvent.create({
        actor: "shop",
        capability: TOOL,
        toolName: TOOL,
        payload: { amount },
      }),
      proof: proveCall(token.chain, call, { key: helper.privateKey, audience: AUDIENCE, now: NOW }),
    };
  }
  return {
    name: "CapFence",
    characters: text.length + (calls.get(MOST)?.proof.length ?? 0),
    verify: (amount) => {
      const { event, proof } = calls.get(amount) ?? callOf(amount);
      try {
        return admitCall({ text, proof }, event, gate).ids.length === 2;
      } catch (error) {
        if (error instanceof TokenError && error.fault === "scope") return false;
        throw error;
      }
    },
    mint: () => writeToken(mintToken(mandate, issuer, { now: NOW, holder: holder.publicKey })),
    narrow: () => writeToken(narrow()),
  };
}
