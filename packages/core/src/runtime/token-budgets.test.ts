import { describe, expect, it } from "vitest";
import { linesOf } from "../../test/judged-runtime.ts";
import { minted, NOW, refund } from "../../test/minted.ts";
import { shownWith, takingTokens, tokenRuntime } from "../../test/token-gate.ts";
import type { JsonObject } from "../encoding/json.ts";
import type { DecisionPoint } from "../policy/capability-system.ts";
import { MemoryStorage } from "../storage/memory.ts";
import type { Narrowing } from "../tokens/block.ts";
import { generateHolderKey } from "../tokens/holder-key.ts";
import { attenuateToken } from "../tokens/make-token.ts";
import type { Token } from "../tokens/token-text.ts";
import type { ActionRuntime } from "./runtime.ts";

const { privateKey: key, publicKey: holder } = generateHolderKey();

/** A token with a budget. */
function budgeted(budget: JsonObject): Token {
  return minted({ conditions: { amount_lte: 100 }, budget }, holder);
}

function narrower(token: Token, narrowing: Narrowing): Token {
  return attenuateToken(token, narrowing, { now: NOW, holder, key });
}

/** What becomes of refunds of these amounts, one after the other. */
async function outcomes(
  runtime: ActionRuntime,
  token: Token,
  ...amounts: readonly number[]
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const amount of amounts) {
    const shown = shownWith(token, key, { amount });
    // oxlint-disable-next-line no-await-in-loop -- one after another
    found.push((await runtime.execute(refund({ amount }), { token: shown })).reason);
  }
  return found;
}

const RUNS = "policy_allow";
const SPENT = "token_exhausted";
const TWO = { max_calls: { count: 2 } };

describe("the budget of a token", () => {
  it("is for so many calls, and the one that is too many is on record", async () => {
    const runtime = tokenRuntime();
    expect(await outcomes(runtime, budgeted(TWO), 1, 1, 1)).toEqual([RUNS, RUNS, SPENT]);
    expect((await linesOf(runtime)).at(-1)).toBe("deny token_exhausted");
    expect(await outcomes(runtime, budgeted(TWO), 1)).toEqual([RUNS]);
  });

  it("is for a total, exactly", async () => {
    const runtime = tokenRuntime();
    const token = budgeted({ max_total: { amount: 1 } });
    const tenth = await outcomes(runtime, token, ...Array<number>(11).fill(0.1));
    expect(tenth).toEqual([...Array<string>(10).fill(RUNS), SPENT]);
    expect(await outcomes(runtime, token, 0.000_01, 0)).toEqual([SPENT, RUNS]);
  });

  it("is left as it is by a call that is too much for it", async () => {
    const token = budgeted({ max_total: { amount: 10 }, max_calls: { count: 3 } });
    expect(await outcomes(tokenRuntime(), token, 8, 3, 3, 2, 0, 0)).toEqual([
      RUNS,
      SPENT,
      SPENT,
      RUNS,
      RUNS,
      SPENT,
    ]);
  });

  it("is shared by all that is made of it, however often that is done", async () => {
    const runtime = tokenRuntime();
    const parent = budgeted({ max_calls: { count: 3 } });
    const [one, other] = [narrower(parent, { actor: "shop" }), narrower(parent, { actor: "shop" })];
    expect(await outcomes(runtime, one, 1)).toEqual([RUNS]);
    expect(await outcomes(runtime, narrower(other, {}), 1)).toEqual([RUNS]);
    expect(await outcomes(runtime, parent, 1, 1)).toEqual([RUNS, SPENT]);
    for (const token of [one, other, narrower(parent, {})])
      expect(await outcomes(runtime, token, 1)).toEqual([SPENT]);
  });

  it("binds together with that of what is made of it, and a larger one there changes nothing", async () => {
    const runtime = tokenRuntime();
    const parent = budgeted({ max_calls: { count: 3 } });
    const less = narrower(parent, { budget: { max_calls: { count: 1 } } });
    const more = narrower(parent, { budget: { max_calls: { count: 1000 } } });
    expect(await outcomes(runtime, less, 1, 1)).toEqual([RUNS, SPENT]);
    expect(await outcomes(runtime, more, 1, 1, 1)).toEqual([RUNS, RUNS, SPENT]);
    expect(await outcomes(runtime, narrower(parent, { budget: TWO }), 1)).toEqual([SPENT]);
  });

  it("counts within a time where it says one, and for good where not", async () => {
    let now = NOW;
    const runtime = tokenRuntime({ clock: () => now });
    const token = budgeted({ max_calls: { count: 1, per: "10s" }, max_total: { amount: 10 } });
    const pay = async (): Promise<string> => {
      const shown = shownWith(token, key, { amount: 5 }, now);
      return (await runtime.execute(refund({ amount: 5 }), { token: shown })).reason;
    };
    expect([await pay(), await pay()]).toEqual([RUNS, SPENT]);
    now += 10_000;
    expect([await pay(), await pay()]).toEqual([RUNS, SPENT]);
    now += 10_000;
    expect(await pay()).toBe(SPENT);
    now = NOW + 60_000;
    expect(await pay()).toBe("token_expired");
  });
});

describe("a call uses up nothing of the budget", () => {
  it("where it is denied, or waits for an approval until that is used", async () => {
    const runtime = tokenRuntime();
    const token = minted({ conditions: { amount_lte: 9999 }, budget: TWO }, holder);
    expect(await outcomes(runtime, token, 5000, 5000, 50, 50)).toEqual([
      "policy_deny",
      "policy_deny",
      "approval_required",
      "approval_required",
    ]);
    const [request] = await runtime.approvals.list("pending");
    await runtime.approvals.approve(request?.id ?? "", { by: "alice" });
    expect(await outcomes(runtime, token, 50, 1, 1, 50)).toEqual([
      "approval_granted",
      RUNS,
      SPENT,
      SPENT,
    ]);
  });

  it("where it is only looked at, and says so once nothing is left", async () => {
    const runtime = tokenRuntime();
    const token = budgeted({ max_calls: { count: 1 } });
    const look = async (): Promise<string> => {
      const shown = shownWith(token, key, { amount: 1 });
      return (await runtime.preview(refund({ amount: 1 }), { token: shown })).reason;
    };
    expect([await look(), await look()]).toEqual([RUNS, RUNS]);
    expect(await outcomes(runtime, token, 1)).toEqual([RUNS]);
    expect(await look()).toBe(SPENT);
  });

  it("where its proof was used before", async () => {
    const runtime = tokenRuntime();
    const token = budgeted(TWO);
    const shown = shownWith(token, key, { amount: 1 });
    const verdicts = await Promise.all(
      [1, 2, 3].map(() => runtime.execute(refund({ amount: 1 }), { token: shown })),
    );
    expect(verdicts.map(({ reason }) => reason).toSorted()).toEqual([
      RUNS,
      "token_replayed",
      "token_replayed",
    ]);
    expect(await outcomes(runtime, token, 1, 1)).toEqual([RUNS, SPENT]);
  });

  it("where the token does not take it", async () => {
    const runtime = tokenRuntime();
    const token = budgeted(TWO);
    expect(await outcomes(runtime, token, 101, 101, 1)).toEqual([
      "token_scope",
      "token_scope",
      RUNS,
    ]);
    expect(await outcomes(tokenRuntime({ clock: () => NOW + 60_000 }), token, 1)).toEqual([
      "token_expired",
    ]);
    expect(await outcomes(runtime, token, 1, 1)).toEqual([RUNS, SPENT]);
  });
});

describe("a call is denied", () => {
  it.each<[string, JsonObject]>([
    ["of a negative amount", { amount: -5, currency: "USD" }],
    ["in no currency", { amount: 1 }],
    ["in another currency", { amount: 1, currency: "EUR" }],
    ["in two currencies", { amount: 1, currency: "USD", target_currency: "EUR" }],
  ])("with a budget in one currency: one %s", async (_name, payload) => {
    const budget = { max_total: { amount: 10, currency: "USD" } };
    const token = minted({ conditions: {}, budget }, holder);
    const runtime = tokenRuntime();
    const shown = shownWith(token, key, payload as { readonly amount: number });
    expect((await runtime.execute(refund(payload), { token: shown })).reason).toBe("token_scope");
    const good = { amount: 1, currency: "usd" };
    const shownGood = shownWith(token, key, good);
    expect((await runtime.execute(refund(good), { token: shownGood })).reason).toBe(RUNS);
  });

  it("where the decision point does not count budgets", async () => {
    const capabilitySystem: DecisionPoint = takingTokens();
    delete capabilitySystem.usesOf;
    const runtime = tokenRuntime({ capabilitySystem });
    expect(await outcomes(runtime, budgeted(TWO), 1)).toEqual(["token_scope"]);
  });

  it("where what was used of the budget was tampered with", async () => {
    const storage = new MemoryStorage();
    const token = budgeted(TWO);
    const id = `${token.chain.authority.block.id} max_calls`;
    const version = { kind: "usage", id, version: 1, key: "", time: NOW, text: "-9" } as const;
    storage.commit({
      reads: { ids: [], keys: [], times: [] },
      insertions: () => ({ entries: [], versions: [version] }),
    });
    expect(await outcomes(tokenRuntime({ storage }), token, 1)).toEqual(["approval_error"]);
  });
});
