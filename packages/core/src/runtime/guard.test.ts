import { describe, expect, expectTypeOf, it } from "vitest";
import { judgedRuntime, linesOf, recordsOf } from "../../test/judged-runtime.ts";
import { guarded } from "../../test/guarded-transfer.ts";
import { ConfigurationError } from "../errors.ts";
import { AgentActionBlocked } from "./blocked.ts";
import { Guard, guard } from "./guard.ts";
import type { GuardOptions } from "./guard-options.ts";

interface Transfer {
  readonly amount: number;
}

const constantly = (): string => "ran";
const isFailure = (): never => {
  throw new Error("cannot tell");
};

describe("guard", () => {
  it("finds the capability by the tool's name, then for all tools, then in the policy", async () => {
    const runtime = judgedRuntime();
    const call = async (toolName: string, options: Partial<GuardOptions>): Promise<string> => {
      const tool = guard({ runtime, agentId: "agent", toolName, ...options }, constantly);
      await tool({ amount: 5 }).catch(() => "refused");
      const last = (await recordsOf(runtime)).findLast(({ kind }) => kind === "decision");
      return last?.kind === "decision" ? last.capability : "";
    };
    const capabilities = { pay: "payments.refund" };
    expect(await call("pay", { capabilities, capability: "a.b" })).toBe("payments.refund");
    expect(await call("other", { capabilities, capability: "a.b" })).toBe("a.b");
    expect(await call("mapped_tool", { capabilities })).toBe("payments.transfer");
    expect(await call("toString", { capabilities })).toBe("unmapped");
    expect(await call("constructor", {})).toBe("unmapped");
  });

  it("takes its options, then the call's context, then the identity of the flow", async () => {
    const runtime = judgedRuntime();
    const options = { runtime, agentId: "agent", sessionId: "option", environment: "test" };
    const pay = guard(
      { ...options, capability: "payments.transfer" },
      ({ amount }: Transfer) => amount,
    );
    await pay({ amount: 1 });
    await pay({ amount: 2 }, { sessionId: "call", userRole: "clerk" });
    await runtime.withIdentity({ sessionId: "flow", actor: "alice", environment: "live" }, () =>
      pay({ amount: 3 }, { sessionId: "call", userRole: "clerk" }),
    );
    const decisions = (await recordsOf(runtime)).filter(({ kind }) => kind === "decision");
    expect(decisions).toMatchObject([
      { actor: "agent", environment: "test", context: { sessionId: "option" } },
      { actor: "agent", environment: "test", context: { sessionId: "call", userRole: "clerk" } },
      { actor: "alice", environment: "live", context: { sessionId: "flow", userRole: "clerk" } },
    ]);
  });

  it("records a failure that the tool reports instead of throwing", async () => {
    const runtime = judgedRuntime();
    const pay = guard(
      {
        runtime,
        agentId: "agent",
        capability: "payments.transfer",
        isFailure: (output: { readonly ok: boolean }) => !output.ok,
      },
      ({ amount }: Transfer) => ({ ok: amount < 10 }),
    );
    await pay({ amount: 5 });
    await pay({ amount: 50 });
    expect(await linesOf(runtime)).toEqual([
      "allow policy_allow",
      "succeeded",
      "allow policy_allow",
      "failed",
    ]);
  });

  it("records what a tool throws, short and well-formed, whatever it is", async () => {
    const thrown: readonly unknown[] = [
      "text",
      undefined,
      new Error("x".repeat(500)),
      new Error("\uD800"),
      Object.defineProperty(new Error("gone"), "name", { get: isFailure }),
      new Proxy({}, { getPrototypeOf: isFailure }),
    ];
    const runtime = judgedRuntime();
    for (const value of thrown) {
      const { pay } = guarded({ runtime }, () => {
        throw value;
      });
      await expect(pay({ amount: 5 })).rejects.toBe(value);
    }
    const outcomes = (await recordsOf(runtime)).filter((record) => record.kind === "outcome");
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(thrown.map(() => "failed"));
    expect(outcomes[2]?.error).toHaveLength(200);
    expect(await runtime.auditTrail.verify()).toMatchObject({ intact: true });
  });

  it("records a tool whose output nobody can classify as unknown, and passes the output on", async () => {
    const runtime = judgedRuntime();
    const pay = guard(
      { runtime, agentId: "agent", capability: "payments.transfer", isFailure },
      ({ amount }: Transfer) => amount,
    );
    expect(await pay({ amount: 5 })).toBe(5);
    expect((await recordsOf(runtime)).at(-1)).toMatchObject({
      outcome: "unknown",
      error: "Error: cannot tell",
    });
  });

  it("takes either a runtime or the path of a policy", () => {
    const runtime = judgedRuntime();
    expect(() => guard({ agentId: "agent" }, constantly)).toThrow(ConfigurationError);
    expect(() => guard({ agentId: "agent", runtime, policyPath: "p.yaml" }, constantly)).toThrow(
      "either runtime or policyPath",
    );
    expect(() => guard({ agentId: "agent", policyPath: "/nowhere/p.yaml" }, constantly)).toThrow(
      ConfigurationError,
    );
  });
});

describe("guard in message mode", () => {
  it("says in its type that a blocked call gives text", async () => {
    const runtime = judgedRuntime();
    const options = { runtime, agentId: "agent", capability: "payments.transfer" };
    const pay = guard({ ...options, onBlocked: "message" }, ({ amount }: Transfer) => amount);
    expectTypeOf(pay).returns.resolves.toEqualTypeOf<number | string>();
    expectTypeOf(guard(options, constantly)).returns.resolves.toEqualTypeOf<string>();
    expect(await pay({ amount: 50_000 })).toContain("policy_deny");
  });
});

describe("Guard.preview", () => {
  it("decides without recording, and gives nothing for a tool without a capability", async () => {
    const runtime = judgedRuntime();
    const gate = new Guard({
      runtime,
      agentId: "agent",
      capabilities: { pay: "payments.transfer" },
    });
    expect(await gate.preview({ toolName: "pay", input: { amount: 5000 } })).toMatchObject({
      authorized: false,
      reason: "approval_required",
    });
    expect(await gate.preview({ toolName: "other", input: {} })).toBeUndefined();
    expect(await recordsOf(runtime)).toEqual([]);
  });
});

const numbers = (runtime = judgedRuntime(), fails = false) => ({
  runtime,
  count: guard(
    { runtime, agentId: "agent", capability: "payments.transfer" },
    async function* ({ amount }: Transfer) {
      for (let index = 0; index < amount; index += 1) yield index;
      if (fails) throw new Error("broken");
      return "done";
    },
  ),
});

describe("a tool that streams", () => {
  it("is recorded when its stream ends", async () => {
    const { runtime, count } = numbers();
    const stream = await count({ amount: 2 });
    expect(await linesOf(runtime)).toEqual(["allow policy_allow"]);
    expect([await stream.next(), await stream.next(), await stream.next()]).toEqual([
      { done: false, value: 0 },
      { done: false, value: 1 },
      { done: true, value: "done" },
    ]);
    expect(await linesOf(runtime)).toEqual(["allow policy_allow", "succeeded"]);
  });

  it("is recorded as failed where it throws", async () => {
    const { runtime, count } = numbers(judgedRuntime(), true);
    const stream = await count({ amount: 1 });
    await stream.next();
    await expect(stream.next()).rejects.toThrow("broken");
    expect(await linesOf(runtime)).toEqual(["allow policy_allow", "failed"]);
  });

  it("is recorded as unknown where its reader stops early", async () => {
    const { runtime, count } = numbers();
    for await (const _ of await count({ amount: 5 })) break;
    expect(await linesOf(runtime)).toEqual(["allow policy_allow", "unknown"]);
  });

  it("never starts where the call is denied", async () => {
    const { count } = numbers();
    expect(
      AgentActionBlocked.find(await count({ amount: 50_000 }).catch((error: unknown) => error)),
    ).toBeDefined();
  });
});
