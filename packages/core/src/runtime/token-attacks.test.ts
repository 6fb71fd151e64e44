import { describe, expect, it } from "vitest";
import { recordsOf } from "../../test/judged-runtime.ts";
import { ISSUER, minted, NOW, refund } from "../../test/minted.ts";
import { takingTokens, tokenRuntime } from "../../test/token-gate.ts";
import { ActionEvent, type ActionEventInput } from "../action/event.ts";
import type { DecisionPoint } from "../policy/capability-system.ts";
import { generateHolderKey } from "../tokens/holder-key.ts";
import { writeToken } from "../tokens/token-text.ts";
import { Guard } from "./guard.ts";

const five = { amount: 5 };

function invoke(): never {
  throw new Error("it ran");
}

/** A policy that is replaced by one with these settings for tokens, once it has loaded. */
function replaced(before: DecisionPoint, after: DecisionPoint): DecisionPoint {
  let now = before;
  return {
    get tokens() {
      return now.tokens;
    },
    decide: (event) => now.decide(event),
    holds: (conditions, event) => now.holds?.(conditions, event) === true,
    ready: async () => {
      now = after;
    },
  };
}

describe("whose token came with a call", () => {
  it("is in no record of a call that is refused before a token was checked", async () => {
    const runtime = tokenRuntime();
    const guard = new Guard({ runtime, agentId: "shop" });
    const call = { toolName: "unmapped", input: five, context: { tokenIssuer: "issuer" }, invoke };
    await expect(guard.run(call)).rejects.toMatchObject({ reason: "tool_unmapped" });
    const [record] = await recordsOf(runtime);
    expect(record).toMatchObject({ context: { toolName: "unmapped" } });
    expect(JSON.stringify(record)).not.toContain("tokenIssuer");
  });
});

describe("a call with a token", () => {
  it.each<[string, Partial<ActionEventInput>]>([
    ["of one segment", { capability: "payments" }],
    ["of two", { capability: "payments.refund" }],
    ["that names its environment", { capability: "payments.production" }],
    ["of a dotted resource", { resource: "payments.eu", action: "refund" }],
  ])("is for the same capability as without one: one %s", async (_name, asked) => {
    const runtime = tokenRuntime({}, { required: false, bearer: true });
    const event = ActionEvent.create({
      actor: "shop",
      toolName: "payments.refund",
      environment: "production",
      payload: five,
      ...asked,
    });
    const token = { text: writeToken(minted()) };
    const { event: judged } = await runtime.execute(event, { token });
    expect(judged.context.tokenIssuer).toBe("issuer");
    const { capability, resource, action, alias } = event;
    expect(judged).toMatchObject({ capability, resource, action, ...(alias && { alias }) });
    const asserted = ActionEvent.create({
      actor: "shop",
      environment: "production",
      payload: five,
      tokenIssuer: "issuer",
      ...asked,
    });
    expect((await runtime.execute(asserted)).event).toMatchObject({ capability });
  });
});

describe("a policy that is replaced while what it needs is loaded", () => {
  it("lets no call through without the token that the new one asks for", async () => {
    const capabilitySystem = replaced(takingTokens({ required: false }), takingTokens());
    const runtime = tokenRuntime({ capabilitySystem });
    expect(await runtime.execute(refund(five))).toMatchObject({
      authorized: false,
      reason: "token_required",
    });
  });

  it("takes no token of an issuer that the new one has no more", async () => {
    const open = { bearer: true, required: false };
    const capabilitySystem = replaced(takingTokens(open), takingTokens({ ...open, issuers: [] }));
    const runtime = tokenRuntime({ capabilitySystem });
    const token = { text: writeToken(minted()) };
    expect(await runtime.execute(refund(five), { token })).toMatchObject({
      authorized: false,
      reason: "token_invalid",
    });
  });
});

describe("a list", () => {
  it("verifies its token once, however many tools there are, and again when it counts no more", () => {
    let verified = 0;
    const { verifier } = ISSUER;
    const counting = {
      ...verifier,
      verify: (...signed: Parameters<typeof verifier.verify>) => {
        verified += 1;
        return verifier.verify(...signed);
      },
    };
    let now = NOW;
    let policy = takingTokens({ issuers: [counting] });
    const capabilitySystem: DecisionPoint = {
      get tokens() {
        return policy.tokens;
      },
      decide: (event) => policy.decide(event),
    };
    const runtime = tokenRuntime({ capabilitySystem, clock: () => now });
    const token = {
      text: writeToken(minted({ expires: NOW + 500 }, generateHolderKey().publicKey)),
    };
    const sees = (): boolean => runtime.couldRun(refund({}), { token });
    expect(Array.from({ length: 100 }, sees).every((seen) => seen)).toBe(true);
    expect(verified).toBe(1);
    policy = takingTokens({ issuers: [] });
    expect(sees()).toBe(false);
    policy = takingTokens();
    expect(sees()).toBe(true);
    now = NOW + 500;
    expect(sees()).toBe(false);
  });

  it("that needs no token yet is looked at without one, and the call is not", async () => {
    const runtime = tokenRuntime();
    const seen = await runtime.preview(refund({ amount: 5000 }), { listed: true });
    expect(seen).toMatchObject({ authorized: false, reason: "policy_deny" });
    expect((await runtime.preview(refund(five), { listed: true })).authorized).toBe(true);
    expect((await runtime.preview(refund(five))).reason).toBe("token_required");
    const token = { text: "x" };
    expect((await runtime.preview(refund(five), { token, listed: true })).reason).toBe(
      "token_invalid",
    );
  });
});
