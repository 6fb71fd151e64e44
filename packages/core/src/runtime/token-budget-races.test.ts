import * as fc from "fast-check";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runs, TIME } from "../../test/assurance/assurance-runs.ts";
import { minted, NOW } from "../../test/minted.ts";
import { shownWith, tokenRuntime } from "../../test/token-gate.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { SqliteStorage } from "../storage/sqlite.ts";
import { generateHolderKey } from "../tokens/holder-key.ts";
import { attenuateToken } from "../tokens/make-token.ts";
import type { Token } from "../tokens/token-text.ts";
import { Guard } from "./guard.ts";
import type { ActionRuntime } from "./runtime.ts";

const { privateKey: key, publicKey: holder } = generateHolderKey();

function narrower(token: Token, count: number): Token {
  const budget = { max_calls: { count } };
  return attenuateToken(token, { budget }, { now: NOW, holder, key });
}

/** Calls a tool with a token, and says whether it ran or why not. */
async function call(runtime: ActionRuntime, token: Token, invoke: () => void): Promise<string> {
  const guard = new Guard({ runtime, agentId: "shop", capability: "payments.refund" });
  const input = { amount: 1 };
  const run = (): Promise<unknown> => guard.run({ toolName: "payments.refund", input, invoke });
  return runtime.withIdentity({ token: shownWith(token, key, input) }, run).then(
    () => "ran",
    (error: { readonly reason?: string }) => String(error.reason),
  );
}

describe("of calls that all come at once", () => {
  it("as many run as the budget of their token says, whichever of its children they come with", async () => {
    const storage = new MemoryStorage();
    const gates = [tokenRuntime({ storage }), tokenRuntime({ storage })];
    const parent = minted({ budget: { max_calls: { count: 10 } } }, holder);
    const tokens = [parent, narrower(parent, 1000), narrower(parent, 1000)];
    let ran = 0;
    const outcomes = await Promise.all(
      Array.from({ length: 100 }, async (_, place) => {
        const [gate, token] = [gates[place % 2], tokens[place % 3]];
        if (gate === undefined || token === undefined) throw new TypeError("there are some");
        return call(gate, token, () => (ran += 1));
      }),
    );
    expect(ran).toBe(10);
    expect(outcomes.filter((one) => one === "ran")).toHaveLength(10);
    expect(outcomes.filter((one) => one === "token_exhausted")).toHaveLength(90);
  });

  it("no more run in two processes' logs in one file, nor after they were started anew", async () => {
    const folder = mkdtempSync(join(tmpdir(), "capfence-budget-"));
    const token = minted({ budget: { max_calls: { count: 10 } } }, holder);
    let ran = 0;
    try {
      for (const calls of [7, 50, 3]) {
        const stores = [1, 2].map(() => SqliteStorage.open(join(folder, "log.db")));
        const gates = stores.map((storage) => tokenRuntime({ storage }));
        // oxlint-disable-next-line no-await-in-loop -- one start after another
        await Promise.all(
          Array.from({ length: calls }, async (_, place) => {
            const gate = gates[place % 2];
            return gate && call(gate, token, () => (ran += 1));
          }),
        );
        // oxlint-disable-next-line no-await-in-loop -- one start after another
        await Promise.all(gates.map((gate) => gate.close()));
        for (const store of stores) store.close();
        expect(ran).toBe(Math.min(10, calls === 7 ? 7 : 10));
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

/** Each step makes a child of some token there is, with so many calls, or calls with some token there is. */
const step = fc.record({ of: fc.nat(20), count: fc.option(fc.nat(6), { nil: undefined }) });

it(
  "nobody runs more calls than every block above them has left, whatever is made of what",
  async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const runtime = tokenRuntime();
        const left: number[] = [5];
        const tokens = [
          { token: minted({ budget: { max_calls: { count: 5 } } }, holder), path: [0] },
        ];
        for (const { of, count } of steps) {
          const chosen = tokens[of % tokens.length];
          if (chosen === undefined) throw new TypeError("there is one");
          const { token, path } = chosen;
          if (count !== undefined && path.length < 8) {
            tokens.push({ token: narrower(token, count), path: [...path, left.length] });
            left.push(count);
            continue;
          }
          const isLeft = path.every((block) => (left[block] ?? 0) > 0);
          // oxlint-disable-next-line no-await-in-loop -- one after another
          expect(await call(runtime, token, () => {})).toBe(isLeft ? "ran" : "token_exhausted");
          if (isLeft) for (const block of path) left[block] = (left[block] ?? 0) - 1;
        }
      }),
      runs(50, 2000),
    );
  },
  TIME,
);
