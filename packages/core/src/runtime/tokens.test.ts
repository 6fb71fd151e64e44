import { describe, expect, it } from "vitest";
import { linesOf, recordsOf } from "../../test/judged-runtime.ts";
import { minted, NOW, refund } from "../../test/minted.ts";
import { shownWith, takingTokens, tokenRuntime } from "../../test/token-gate.ts";
import { ToldStorage } from "../../test/told-storage.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { generateHolderKey } from "../tokens/holder-key.ts";
import { attenuateToken } from "../tokens/make-token.ts";
import { type Token, writeToken } from "../tokens/token-text.ts";
import { Guard } from "./guard.ts";
import type { ActionRuntime } from "./runtime.ts";

const { privateKey: key, publicKey } = generateHolderKey();
const five = { amount: 5 };

/** What becomes of a refund of 5 with a token that its holder shows. */
async function outcome(runtime: ActionRuntime, token: Token, amount = 5): Promise<string> {
  const payload = { amount };
  const shown = shownWith(token, key, payload);
  return (await runtime.execute(refund(payload), { token: shown })).reason;
}

describe("a call with a capability token", () => {
  it("runs where the policy and the token allow it, and the record has its ids", async () => {
    const runtime = tokenRuntime();
    const token = minted({}, publicKey);
    const verdict = await runtime.execute(refund(five), { token: shownWith(token, key, five) });
    expect(verdict).toMatchObject({ authorized: true, reason: "policy_allow" });
    const [record] = await recordsOf(runtime);
    const { id } = token.chain.authority.block;
    expect(record).toMatchObject({ token: { ids: [id], issuer: "issuer", actors: ["shop"] } });
    expect(record).toMatchObject({ context: { tokenIssuer: "issuer" } });
    expect(JSON.stringify(record)).not.toContain(writeToken(token));
  });

  it("does not run without one where every call needs one, and does where not", async () => {
    expect(await tokenRuntime().execute(refund(five))).toMatchObject({
      authorized: false,
      reason: "token_required",
    });
    expect((await tokenRuntime({}, { required: false }).execute(refund(five))).authorized).toBe(
      true,
    );
  });

  it("does not run beyond the policy, whatever the token says", async () => {
    const runtime = tokenRuntime();
    const wide = minted({ conditions: { amount_lte: 9999 } }, publicKey);
    expect(await outcome(runtime, wide, 5000)).toBe("policy_deny");
    expect(await outcome(runtime, wide, 500)).toBe("approval_required");
  });

  it.each<[string, string, () => Token]>([
    ["has expired", "token_expired", () => minted({ expires: NOW + 1 }, publicKey)],
    ["is for another gate", "token_invalid", () => minted({ audience: ["other"] }, publicKey)],
    ["is for another tool", "token_scope", () => minted({ tools: ["crm.read"] }, publicKey)],
    ["is for others", "token_scope", () => minted({ actor: "other" }, publicKey)],
    ["is for less", "token_scope", () => minted({ conditions: { amount_lte: 4 } }, publicKey)],
    [
      "is for longer than the gate lets it",
      "token_invalid",
      () => minted({ expires: NOW + 9e9 }, publicKey),
    ],
  ])("does not run with one that %s", async (_name, reason, token) => {
    const runtime = tokenRuntime({ clock: () => NOW + 1 });
    expect(await outcome(runtime, token())).toBe(reason);
    expect(await linesOf(runtime)).toEqual([`deny ${reason}`]);
  });

  it.each([
    ["nonsense", "capfence1.x"],
    ["nothing", ""],
    ["one that is bound to nobody", writeToken(minted())],
    ["a bound one without a proof", writeToken(minted({}, publicKey))],
  ])("does not run with %s, though the policy needs none", async (_name, text) => {
    const runtime = tokenRuntime({}, { required: false });
    expect(await runtime.execute(refund(five), { token: { text } })).toMatchObject({
      authorized: false,
      reason: "token_invalid",
    });
  });

  it("does not run with one that a thief proves, or where no policy knows tokens", async () => {
    const token = minted({}, publicKey);
    const stolen = shownWith(token, generateHolderKey().privateKey, five);
    expect((await tokenRuntime().execute(refund(five), { token: stolen })).reason).toBe(
      "token_invalid",
    );
    const { tokens: _none, ...without } = takingTokens();
    const plain = tokenRuntime({ capabilitySystem: without });
    expect(await outcome(plain, token)).toBe("token_invalid");
  });

  it("runs once with a proof, however many show it at the same time", async () => {
    const runtime = tokenRuntime();
    const token = shownWith(minted({}, publicKey), key, five);
    const verdicts = await Promise.all(
      Array.from({ length: 20 }, () => runtime.execute(refund(five), { token })),
    );
    const reasons = verdicts.map(({ reason }) => reason).toSorted();
    expect(reasons).toEqual(["policy_allow", ...Array<string>(19).fill("token_replayed")]);
  });

  it("runs no more once any block of its token is revoked, also after a restart", async () => {
    const storage = new MemoryStorage();
    const runtime = tokenRuntime({ storage });
    const parent = minted({}, publicKey);
    const handedOn = { now: NOW, holder: publicKey, key };
    const child = attenuateToken(parent, { expires: NOW + 9000 }, handedOn);
    expect(await outcome(runtime, child)).toBe("policy_allow");
    const { id } = parent.chain.authority.block;
    expect(await runtime.revokeToken(id, { by: "alice", reason: "leaked" })).toBe(true);
    expect(await runtime.revokeToken(id, { by: "alice" })).toBe(false);
    expect(await outcome(runtime, child)).toBe("token_revoked");
    expect(await outcome(tokenRuntime({ storage }), child)).toBe("token_revoked");
    await expect(runtime.revokeToken("tok_1", { by: "alice" })).rejects.toThrow("is not the id");
  });

  it("does not run where nobody can tell whether it is revoked", async () => {
    const storage = new ToldStorage();
    const runtime = tokenRuntime({ storage });
    storage.beforeReading = () => {
      throw new Error("gone");
    };
    expect(await outcome(runtime, minted({}, publicKey))).toBe("approval_error");
  });

  it("does not run where its token is revoked between being read and being recorded", async () => {
    const storage = new ToldStorage();
    const runtime = tokenRuntime({ storage });
    const other = tokenRuntime({ storage });
    const token = minted({}, publicKey);
    let isRevoked = false;
    storage.beforeReading = () => {
      if (isRevoked) return;
      isRevoked = true;
      // Durable after it is read that it is not revoked, and before the decision is recorded.
      void other.revokeToken(token.chain.authority.block.id, { by: "alice" });
    };
    expect(await outcome(runtime, token)).toBe("token_revoked");
  });

  it("names no issuer that no token has shown", async () => {
    const runtime = tokenRuntime({}, { required: false });
    const event = refund(five, { tokenIssuer: "issuer" });
    expect((await runtime.execute(event)).event.context.tokenIssuer).toBe(undefined);
  });

  it("uses nothing up when it is only looked at", async () => {
    const runtime = tokenRuntime();
    const token = shownWith(minted({}, publicKey), key, five);
    for (let times = 0; times < 2; times += 1)
      // oxlint-disable-next-line no-await-in-loop -- one after another
      expect((await runtime.preview(refund(five), { token })).authorized).toBe(true);
    expect((await runtime.execute(refund(five), { token })).authorized).toBe(true);
    expect((await runtime.preview(refund(five), { token })).reason).toBe("token_replayed");
    expect(runtime.executeSync(refund(five), { token }).reason).toBe("token_replayed");
  });

  it("runs whatever becomes of its token where nothing binds, and the record says what would have been", async () => {
    const runtime = tokenRuntime({ mode: "observe" });
    const verdict = await runtime.execute(refund(five), { token: { text: "x" } });
    expect(verdict).toMatchObject({ authorized: true, decision: "deny", reason: "token_invalid" });
  });
});

describe("a list of tools", () => {
  const listed = refund({});

  it("has those that a token is good for, and without one those that a call could bring one for", () => {
    const runtime = tokenRuntime();
    const sees = (token?: Token): boolean =>
      runtime.couldRun(listed, token && { token: { text: writeToken(token) } });
    expect(sees(minted({}, publicKey))).toBe(true);
    expect(sees()).toBe(true);
    expect(sees(minted({ tools: ["crm.read"] }, publicKey))).toBe(false);
    expect(runtime.couldRun(listed, { token: { text: "x" } })).toBe(false);
  });
});

describe("a guard", () => {
  it("shows the token of its flow with every call, and runs no tool without a good one", async () => {
    const runtime = tokenRuntime();
    const guard = new Guard({ runtime, agentId: "shop", capability: "payments.refund" });
    const ran: unknown[] = [];
    const pay = (): Promise<unknown> =>
      guard.run({ toolName: "payments.refund", input: five, invoke: (judged) => ran.push(judged) });
    const token = shownWith(minted({}, publicKey), key, five);
    await expect(pay()).rejects.toMatchObject({ reason: "token_required" });
    await runtime.withIdentity({ token }, pay);
    await expect(runtime.withIdentity({ token }, pay)).rejects.toMatchObject({
      reason: "token_replayed",
    });
    expect(ran).toEqual([five]);
  });
});
