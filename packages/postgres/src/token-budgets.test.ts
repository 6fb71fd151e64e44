import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ActionEvent, ActionRuntime, CapabilitySystem, type StorageEngine } from "@capfence/core";
import {
  attenuateToken,
  generateHolderKey,
  mintToken,
  proveCall,
  type Token,
  writeToken,
} from "@capfence/core/tokens";
import { generateSignerKey, readSignerKey, writeVerifierKey } from "@capfence/core/tlog";
import { PgliteHarness, ServerHarness } from "../test/harness.ts";

const ISSUER = readSignerKey(generateSignerKey("issuer"));
const { privateKey: key, publicKey: holder } = generateHolderKey();
const POLICY = `tokens: { issuers: [${writeVerifierKey(ISSUER.verifier)}], audience: bank, required: true }\nallow: [payments.pay]`;

function runtimeOn(storage: StorageEngine): ActionRuntime {
  const capabilitySystem = new CapabilitySystem().loadPolicyText(POLICY, "policy.yaml");
  return new ActionRuntime({ capabilitySystem, storage });
}

async function pay(runtime: ActionRuntime, token: Token): Promise<string> {
  const payload = { amount: 1 };
  const call = { tool: "pay", arguments: payload };
  const proof = proveCall(token.chain, call, { key, audience: "bank", now: Date.now() });
  const event = ActionEvent.create({
    actor: "shop",
    capability: "payments.pay",
    toolName: "pay",
    payload,
  });
  return (await runtime.execute(event, { token: { text: writeToken(token), proof } })).reason;
}

describe.each([new ServerHarness(), new PgliteHarness()])(
  "the budget of a token on $name",
  (harness) => {
    beforeAll(() => harness.start(), 60_000);
    afterAll(() => harness.stop());

    it.each<[string, object]>([
      ["for good", {}],
      ["within a time", { per: "1h" }],
    ])(
      "lets through as many calls as it says %s, by gates that share the log",
      async (_name, per) => {
        const one = await harness.open();
        const gates = [runtimeOn(one), runtimeOn(await harness.reopen(one))];
        const now = Date.now();
        const budget = { max_calls: { count: 8, ...per }, max_total: { amount: "7.5", ...per } };
        const parent = mintToken({ tools: ["pay"], budget, expires: now + 60_000 }, ISSUER, {
          now,
          holder,
        });
        const child = attenuateToken(
          parent,
          { budget: { max_calls: { count: 99 } } },
          { now, holder, key },
        );
        const reasons = await Promise.all(
          Array.from({ length: 40 }, (_, place) =>
            pay(gates[place % 2] as ActionRuntime, place % 3 ? parent : child),
          ),
        );
        // oxlint-disable-next-line no-await-in-loop -- one after another
        for (const gate of gates) reasons.push(await pay(gate, child));
        const counts = [...Map.groupBy(reasons, (reason) => reason)];
        expect(Object.fromEntries(counts.map(([reason, all]) => [reason, all.length]))).toEqual({
          policy_allow: 7,
          token_exhausted: 35,
        });
        await Promise.all(gates.map((gate) => gate.close()));
      },
    );
  },
);
