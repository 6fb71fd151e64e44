import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { findOpa, type OpaServer, startOpa } from "../../../test/opa-server.ts";
import { ActionEvent } from "../../action/event.ts";
import { guard } from "../../runtime/guard.ts";
import { ActionRuntime } from "../../runtime/runtime.ts";
import { MemoryStorage } from "../../storage/memory.ts";
import { OpaDecisionPoint } from "./opa-decision-point.ts";

const REGO = `
package capfence

decision := {"verdict": "deny", "reason": "destroys data", "matched_policy": "no_rm"} if {
	startswith(input.capability, "shell.")
	contains(input.payload.command, "rm -rf")
}

decision := {"verdict": "require_approval", "matched_policy": "large"} if {
	input.capability == "payments.transfer.production"
	input.payload.amount > 1000
}

decision := {"verdict": "allow", "matched_policy": "small"} if {
	input.capability == "payments.transfer.production"
	input.payload.amount <= 1000
	input.context.user_role == "clerk"
	input.context.environment == "production"
}

reads if input.capability == "files.read"

broken := {"verdict": "perhaps"}
`;

const BUILDING = 10 * 60_000;
const opa = findOpa();
const skipped = "missing" in opa ? ` (skipped: ${opa.missing})` : "";

function transfer(amount: number): ActionEvent {
  return ActionEvent.create({
    actor: "agent",
    capability: "payments.transfer",
    environment: "production",
    userRole: "clerk",
    payload: { amount },
  });
}

describe.skipIf("missing" in opa)(`an Open Policy Agent server${skipped}`, () => {
  let server: OpaServer | undefined;

  beforeAll(async () => {
    if ("program" in opa) server = await startOpa(opa.program, REGO);
  }, BUILDING);

  afterAll(() => server?.stop());

  function pointAt(path: string): OpaDecisionPoint {
    return new OpaDecisionPoint({ url: server?.url ?? "", path, timeoutMilliseconds: 10_000 });
  }

  it("is asked about capability, context and payload, and its verdict, reason and policy are kept", async () => {
    const point = pointAt("capfence/decision");
    const command = { command: "rm -rf /" };
    const shell = ActionEvent.create({ actor: "a", capability: "shell.execute", payload: command });
    expect(await point.decide(shell)).toMatchObject({
      effect: "deny",
      reason: "policy_deny",
      rule: {
        id: "no_rm",
        reason: "destroys data",
        file: `${server?.url}/v1/data/capfence/decision`,
      },
    });
    expect(await point.decide(transfer(5000))).toMatchObject({
      effect: "require_approval",
      reason: "approval_required",
      rule: { id: "large" },
    });
    expect(await point.decide(transfer(5))).toMatchObject({
      effect: "allow",
      rule: { id: "small" },
    });
  });

  it("denies by default where the rule is undefined, and where there is no such rule", async () => {
    const event = ActionEvent.create({ actor: "a", capability: "files.read", payload: {} });
    const denied = { effect: "deny", reason: "policy_default_deny" };
    expect(await pointAt("capfence/decision").decide(event)).toMatchObject(denied);
    expect(await pointAt("capfence/nothing").decide(event)).toMatchObject(denied);
  });

  it("may answer with a boolean", async () => {
    const point = pointAt("capfence.reads");
    const event = ActionEvent.create({ actor: "a", capability: "files.read", payload: {} });
    expect(await point.decide(event)).toMatchObject({ effect: "allow" });
    expect(await point.decide(transfer(5))).toMatchObject({ effect: "deny" });
  });

  it("is not believed where it answers with another verdict", async () => {
    expect(await pointAt("capfence/broken").decide(transfer(5))).toMatchObject({
      effect: "deny",
      reason: "policy_error",
      rule: { id: "backend_unavailable", reason: 'unknown verdict "perhaps"' },
    });
  });

  it("stands behind the same guard, approvals and log, and a denied tool is not called", async () => {
    const capabilitySystem = pointAt("capfence/decision");
    const runtime = new ActionRuntime({ capabilitySystem, storage: new MemoryStorage() });
    const tool = vi.fn<(input: { readonly amount: number }) => Promise<string>>();
    tool.mockResolvedValue("done");
    const pay = guard(
      { runtime, agentId: "agent", capability: "payments.transfer", environment: "production" },
      tool,
    );
    const clerk = { userRole: "clerk" };
    await expect(runtime.withIdentity(clerk, () => pay({ amount: 5000 }))).rejects.toThrow(
      "approval_required",
    );
    await expect(pay({ amount: 5 })).rejects.toThrow("policy_default_deny");
    expect(tool).not.toHaveBeenCalled();
    const [request] = await runtime.approvals.pending();
    await runtime.approvals.approve(request?.id ?? "", { by: "sam" });
    await runtime.withIdentity(clerk, () => pay({ amount: 5000 }));
    await runtime.withIdentity(clerk, () => pay({ amount: 5 }));
    expect(tool.mock.calls).toEqual([[{ amount: 5000 }], [{ amount: 5 }]]);
    expect(() => runtime.executeSync(transfer(5))).toThrow("the decision point is asynchronous");
  });
});
