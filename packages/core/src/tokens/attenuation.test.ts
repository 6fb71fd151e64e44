import * as fc from "fast-check";
import { expect, it } from "vitest";
import { runs, TIME } from "../../test/assurance/assurance-runs.ts";
import { GATE, holds, minted, NOW, refund } from "../../test/minted.ts";
import type { ActionEvent } from "../action/event.ts";
import type { Narrowing } from "./block.ts";
import { attenuateToken } from "./make-token.ts";
import { outOfScope } from "./scope.ts";
import { TokenError } from "./token-error.ts";
import { readToken, type Token, writeToken } from "./token-text.ts";
import { verifyToken } from "./verify-token.ts";

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

/** Whether the gate lets a call through with a token, at a time. */
function lets(token: Token, event: ActionEvent, now: number): boolean {
  try {
    const { chain } = readToken(writeToken(token));
    return outOfScope(verifyToken(chain, { ...GATE, now }), event, holds) === undefined;
  } catch (error) {
    if (error instanceof TokenError) return false;
    throw error;
  }
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
          let parent = minted({ tools, conditions: { amount_lte: 80 } });
          for (const one of chain) {
            if (Object.keys(one).length === 0) continue;
            const child = attenuateToken(parent, one, { now: NOW });
            for (const event of calls) {
              const [before, after] = [lets(parent, event, now), lets(child, event, now)];
              if (before) opened.parent += 1;
              if (!after) continue;
              opened.child += 1;
              expect(before).toBe(true);
            }
            parent = child;
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
