import { describe, expect, it } from "vitest";
import { judgedRuntime, linesOf, recordsOf } from "../../test/judged-runtime.ts";
import { guarded } from "../../test/guarded-transfer.ts";
import { ToldStorage } from "../../test/told-storage.ts";
import { AuditError, CapabilityError, JsonError } from "../errors.ts";
import { guard } from "./guard.ts";

interface Transfer {
  readonly amount: number;
}

describe("when something fails, the tool is not called and", () => {
  it("a policy that throws is a deny that is recorded", async () => {
    const { runtime, ran, pay } = guarded({
      runtime: judgedRuntime({ capabilitySystem: { decide: brokenPolicy } }),
    });
    await expect(pay({ amount: 5 })).rejects.toMatchObject({ reason: "policy_error" });
    expect(ran).toEqual([]);
    expect(await linesOf(runtime)).toEqual(["deny policy_error"]);
  });

  it("a log that cannot be written closes the runtime until it is opened anew", async () => {
    const storage = new ToldStorage();
    const { ran, pay } = guarded({ runtime: judgedRuntime({ storage }) });
    storage.refuses = () => true;
    await expect(pay({ amount: 5 })).rejects.toMatchObject({
      name: "AuditError",
      toolInvoked: false,
    });
    storage.refuses = () => false;
    await expect(pay({ amount: 5 })).rejects.toThrow("the audit trail is closed");
    expect(ran).toEqual([]);
    const reopened = guarded({ runtime: judgedRuntime({ storage }) });
    expect(await reopened.pay({ amount: 5 })).toBe("paid 5");
  });

  it("approvals that cannot be read are a deny", async () => {
    const storage = new ToldStorage();
    storage.beforeReading = () => {
      throw new Error("gone");
    };
    const { ran, pay } = guarded({ runtime: judgedRuntime({ storage }) });
    await expect(pay({ amount: 5000 })).rejects.toMatchObject({ reason: "approval_error" });
    expect(ran).toEqual([]);
  });

  it.each<[string, () => unknown]>([
    ["a cycle", cyclic],
    [
      "a getter",
      () => ({
        get amount() {
          return 5;
        },
      }),
    ],
    ["a Proxy", () => new Proxy({ amount: 5 }, {})],
    ["a BigInt", () => ({ amount: 5n })],
    ["NaN", () => ({ amount: Number.NaN })],
    ["a class instance", () => ({ amount: new Date() })],
    ["no object", () => "5"],
    ["nothing", () => undefined],
  ])("input that is not plain JSON is an error: %s", async (_, input) => {
    const { runtime, ran, pay } = guarded();
    await expect(pay(input() as Transfer)).rejects.toBeInstanceOf(JsonError);
    expect(ran).toEqual([]);
    expect(await recordsOf(runtime)).toEqual([]);
  });

  it("a tool without a capability is refused before the policy is asked", async () => {
    let asked = 0;
    const decide = (): never => {
      asked += 1;
      throw new Error("asked");
    };
    const runtime = judgedRuntime({ capabilitySystem: { decide } });
    const ran: unknown[] = [];
    const options = { runtime, agentId: "agent", toolName: "payments.transfer" };
    const pay = guard(options, (input: Transfer) => ran.push(input));
    await expect(pay({ amount: 5 })).rejects.toMatchObject({ reason: "tool_unmapped" });
    expect(ran).toEqual([]);
    expect(asked).toBe(0);
    expect(await linesOf(runtime)).toEqual(["deny tool_unmapped"]);
  });

  it("a capability that is none is an error before there is a tool to call", () => {
    expect(() => guarded({ capability: "payments.*" })).toThrow(CapabilityError);
    expect(() => guarded({ capabilities: { pay: "payments..x" } })).toThrow(CapabilityError);
    expect(() => guarded({ environment: "a b" })).toThrow(CapabilityError);
    expect(() => guarded({ agentId: "" })).toThrow("agentId must not be empty");
    const onBlocked = "mesage" as "message";
    expect(() => guarded({ onBlocked })).toThrow('onBlocked must be "throw" or "message"');
  });
});

describe("when the outcome cannot be recorded", () => {
  it("the error says that the tool has run", async () => {
    const { ran, pay } = unrecordable();
    const error = await pay({ amount: 5 }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(AuditError);
    expect(error).toMatchObject({ toolInvoked: true });
    expect(String(error)).toContain("the tool has run (succeeded)");
    expect(ran).toEqual([5]);
  });

  it("the tool's own error is kept inside", async () => {
    const failure = new Error("bank is closed");
    const { pay } = unrecordable(() => {
      throw failure;
    });
    await expect(pay({ amount: 5 })).rejects.toMatchObject({ toolInvoked: true, cause: failure });
  });
});

function cyclic(): object {
  const cycle: Record<string, unknown> = {};
  cycle["self"] = cycle;
  return cycle;
}

function unrecordable(body?: () => void) {
  const storage = new ToldStorage();
  storage.refuses = ({ kind }) => kind === "outcome";
  return guarded({ runtime: judgedRuntime({ storage }) }, body);
}

function brokenPolicy(): never {
  throw new Error("policy is broken");
}
