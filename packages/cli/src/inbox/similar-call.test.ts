import {
  ActionRuntime,
  type ApprovalRequest,
  CapabilitySystem,
  guard,
  type JsonObject,
  MemoryStorage,
} from "@capfence/core";
import { beforeEach, describe, expect, it } from "vitest";
import { findSimilarCall, type SimilarCall } from "./similar-call.ts";

const POLICY = `
require_approval: [{ capability: payments.transfer, amount_gt: 1000 }]
allow: [payments.transfer, payments.read]
`;

let now: number;
let store: MemoryStorage;
let runtime: ActionRuntime;

beforeEach(() => {
  now = 1_000_000;
  store = new MemoryStorage();
  const capabilitySystem = new CapabilitySystem().loadPolicyText(POLICY);
  runtime = new ActionRuntime({ capabilitySystem, storage: store, clock: () => now });
});

async function call(payload: JsonObject, agentId = "agent", name = "transfer"): Promise<void> {
  now += 1000;
  const port = { runtime, agentId, capability: `payments.${name}`, toolName: name };
  await guard(port, () => undefined)({ ...payload }).catch(() => undefined);
}

/** What came before the newest request. */
async function before(): Promise<SimilarCall | undefined> {
  const newest = (await runtime.approvals.pending()).at(-1) as ApprovalRequest;
  return findSimilarCall(store, newest, now);
}

describe("findSimilarCall", () => {
  it("finds the newest earlier decision of the same actor and capability", async () => {
    await call({ amount: 1 });
    await call({ amount: 2 });
    await call({ amount: 3 }, "another agent");
    await call({ amount: 4 }, "agent", "read");
    await call({ amount: 5000 });
    await call({ amount: 6 });
    expect(await before()).toMatchObject({
      payload: { amount: 2 },
      context: { toolName: "transfer" },
      fate: "allow",
    });
  });

  it("finds an earlier request, and who answered it", async () => {
    await call({ amount: 4000 });
    const [first] = await runtime.approvals.pending();
    await runtime.approvals.reject(first?.id ?? "", { by: "dave" });
    await call({ amount: 4000 });
    await call({ amount: 5000 });
    expect(await before()).toMatchObject({
      payload: { amount: 4000 },
      fate: "rejected by dave",
    });
  });

  it("finds none where the request is the first of its kind, however often it was tried", async () => {
    await call({ amount: 5000 });
    await call({ amount: 5000 });
    expect(await before()).toBeUndefined();
  });
});
