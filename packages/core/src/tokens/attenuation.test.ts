import * as fc from "fast-check";
import { expect, it } from "vitest";
import { runs, TIME } from "../../test/assurance/assurance-runs.ts";
import { GATE, holds, ISSUER, minted, NOW, refund } from "../../test/minted.ts";
import type { ActionEvent } from "../action/event.ts";
import { toHex } from "../encoding/hex.ts";
import type { VerifierKey } from "../encoding/note/note-key.ts";
import type { Narrowing } from "./block.ts";
import { generateHolderKey } from "./holder-key.ts";
import { attenuateToken } from "./make-token.ts";
import { outOfScope } from "./scope.ts";
import { TokenError } from "./token-error.ts";
import { readToken, type Token, writeToken } from "./token-text.ts";
import { type VerifiedToken, verifyToken } from "./verify-token.ts";

const tools = ["payments.refund", "payments.pay", "crm.read"];
const amount = fc.integer({ min: 0, max: 100 });
const later = fc.integer({ min: -1, max: 100 }).map((seconds) => NOW + 1000 * seconds);

/** Anything that a block can say, wider than the one before it as often as narrower. */
const narrowing: fc.Arbitrary<Narrowing> = fc.record(
  {
    tools: fc.subarray(tools, { minLength: 1 }),
    capabilities: fc.subarray(["payments.*", "payments.refund", "crm.read", "*"], { minLength: 1 }),
    conditions: fc.oneof(
      fc.record({ amount_lte: amount }),
      fc.record({ amount_gt: amount }),
      fc.record({ environment: fc.constantFrom("production", "staging") }),
      fc.record({ unless: fc.record({ amount_gte: amount }) }),
      fc.constant({}),
    ),
    audience: fc.subarray(["gate", "other"], { minLength: 1 }),
    expires: later,
  },
  { requiredKeys: [] },
);

const call: fc.Arbitrary<ActionEvent> = fc
  .record({
    tool: fc.constantFrom(...tools),
    amount: fc.oneof(amount, fc.constant("50"), fc.constant(undefined)),
    environment: fc.constantFrom("production", "staging", undefined),
  })
  .map(({ tool, environment, amount: paid }) =>
    refund(paid === undefined ? {} : { amount: paid }, {
      capability: tool,
      toolName: tool,
      ...(environment === undefined ? {} : { environment }),
    }),
  );

const { privateKey: key, publicKey: holder } = generateHolderKey();
const ROOT = minted({ tools, conditions: { amount_lte: 80 } }, holder);

const signed = new Map<string, boolean>();
/** The issuer's key, which checks each signature once: all chains here begin with the same block. */
const issuer: VerifierKey = {
  ...ISSUER.verifier,
  verify(text, signature) {
    const both = `${text} ${toHex(signature)}`;
    const known = signed.get(both) ?? ISSUER.verifier.verify(text, signature);
    signed.set(both, known);
    return known;
  },
};

/** A token as the gate has it from its text, at a time; undefined where it does not take it at all. */
function taken(token: Token, now: number): VerifiedToken | undefined {
  try {
    return verifyToken(readToken(writeToken(token)).chain, { ...GATE, issuers: [issuer], now });
  } catch (error) {
    if (error instanceof TokenError) return undefined;
    throw error;
  }
}

/** Whether the gate lets a call through with what it has of a token. */
function lets(token: VerifiedToken | undefined, event: ActionEvent): boolean {
  return token !== undefined && outOfScope(token, event, holds) === undefined;
}

it(
  "a narrower token opens nothing that the one before it does not",
  () => {
    const opened = { parent: 0, child: 0 };
    fc.assert(
      fc.property(
        fc.array(narrowing, { minLength: 1, maxLength: 4 }),
        fc.array(call, { minLength: 1, maxLength: 4 }),
        later,
        (chain, calls, now) => {
          let parent = ROOT;
          // A token is verified once and asked about every call: signatures take nearly all of the time.
          let before = taken(parent, now);
          for (const one of chain) {
            parent = attenuateToken(parent, one, { now: NOW, holder, key });
            const after = taken(parent, now);
            for (const event of calls) {
              const wide = lets(before, event);
              if (wide) opened.parent += 1;
              if (!lets(after, event)) continue;
              opened.child += 1;
              expect(wide).toBe(true);
            }
            before = after;
          }
        },
      ),
      runs(200, 100_000),
    );
    // Both happen, or nothing was tried.
    expect(opened.child).toBeGreaterThan(0);
    expect(opened.parent).toBeGreaterThan(opened.child);
  },
  TIME,
);
