import { describe, expect, it, vi } from "vitest";
import { ActionEvent, type ActionEventInput } from "../../action/event.ts";
import { ConfigurationError } from "../../errors.ts";
import type { Decision } from "../../policy/decision.ts";
import { guard } from "../../runtime/guard.ts";
import { ActionRuntime } from "../../runtime/runtime.ts";
import { MemoryStorage } from "../../storage/memory.ts";
import { CedarDecisionPoint, type CedarOptions } from "./cedar-decision-point.ts";

const POLICIES = `
@id("no_wires") @reason("wires are made by hand")
forbid(principal, action in Action::"payments.wire", resource);

@id("small")
permit(principal, action in Action::"payments.transfer", resource)
when { context.payload.amount > 0 && context.payload.amount <= 100 };

@id("large") @capfence("require_approval") @reason("over the desk's limit")
permit(principal, action in Action::"payments.transfer", resource)
when { context.payload.amount > 100 };

@id("staging") @capfence("warn")
permit(principal == Agent::"deployer", action == Action::"deploy.run.staging", resource == Tool::"deploy");
`;

async function decide(
  call: Partial<ActionEventInput>,
  options: Partial<CedarOptions> = {},
): Promise<Decision> {
  const point = await CedarDecisionPoint.load({ policies: POLICIES, ...options });
  return point.decide(ActionEvent.create({ actor: "agent", ...call }));
}

const transfer = (payload: object): Partial<ActionEventInput> => ({
  capability: "payments.transfer",
  environment: "production",
  payload,
});

const write = (payload: object): Partial<ActionEventInput> => ({
  capability: "notes.write",
  environment: "production",
  payload,
});

describe("a Cedar policy set", () => {
  it("allows what a permit is satisfied by, naming the policy", async () => {
    expect(await decide(transfer({ amount: 5 }))).toMatchObject({
      effect: "allow",
      reason: "policy_allow",
      warn: false,
      rule: { section: "allow", id: "small", file: "cedar" },
    });
  });

  it("asks where a satisfied permit says that it asks, even beside one that does not", async () => {
    expect(await decide(transfer({ amount: 500 }))).toMatchObject({
      effect: "require_approval",
      reason: "approval_required",
      rule: { id: "large", reason: "over the desk's limit" },
    });
    const both = `permit(principal, action, resource); @capfence("require_approval") permit(principal, action, resource);`;
    expect(await decide(transfer({}), { policies: both })).toMatchObject({
      effect: "require_approval",
      rule: { id: "policy1" },
    });
  });

  it("denies what a forbid is satisfied by, and by default", async () => {
    const wire = { capability: "payments.wire", payload: {} };
    expect(await decide(wire)).toMatchObject({
      effect: "deny",
      reason: "policy_deny",
      rule: { id: "no_wires", reason: "wires are made by hand" },
    });
    expect(await decide({ capability: "files.read", payload: {} })).toMatchObject({
      effect: "deny",
      reason: "policy_default_deny",
      rule: undefined,
    });
  });

  it("marks what a permit with warn lets through, by actor, whole capability and tool", async () => {
    const deploy = { capability: "deploy.run", environment: "staging", toolName: "deploy" };
    expect(await decide({ ...deploy, actor: "deployer" })).toMatchObject({
      effect: "allow",
      warn: true,
    });
    expect(await decide({ ...deploy, actor: "other" })).toMatchObject({ effect: "deny" });
  });

  it("denies where a forbid cannot be evaluated, which Cedar alone would skip", async () => {
    const policies = `permit(principal, action, resource);
      @id("limit") forbid(principal, action, resource) when { context.payload.amount > 100 };`;
    for (const payload of [{}, { amount: "500" }, { amount: [500] }])
      expect(await decide(transfer(payload), { policies })).toMatchObject({
        effect: "deny",
        reason: "policy_deny",
        rule: { id: "limit" },
      });
    expect(await decide(transfer({ amount: 5 }), { policies })).toMatchObject({ effect: "allow" });
  });

  it("asks where a permit that asks cannot be evaluated and another one allows", async () => {
    const policies = `permit(principal, action, resource);
      @capfence("require_approval") permit(principal, action, resource) when { context.payload.amount > 100 };`;
    expect(await decide(transfer({}), { policies })).toMatchObject({ effect: "require_approval" });
  });

  it("compares decimals as Cedar does", async () => {
    const policies = `permit(principal, action, resource) when { context.payload.rate.lessThan(decimal("1.5")) };`;
    const effect = async (rate: number): Promise<string> =>
      (await decide(transfer({ rate }), { policies })).effect;
    expect(await Promise.all([1.25, -0.5, 1.75].map(effect))).toEqual(["allow", "allow", "deny"]);
  });

  it.each([
    ["null", { note: null }, 'null at "/note"'],
    ["a number with too many digits", { rate: 0.123456 }, 'the number 0.123456 at "/rate"'],
    [
      "a number too large for a decimal",
      { rate: 123456789012345.5 },
      "the number 123456789012345.5",
    ],
    ["an entity", { who: { __entity: { type: "Agent", id: "root" } } }, 'the key "__entity"'],
    ["an extension value", { rate: { __extn: { fn: "decimal", arg: "1.0" } } }, '"__extn"'],
  ])(
    "denies an argument that Cedar would read otherwise or not at all: %s",
    async (_, payload, words) => {
      const policies = "permit(principal, action, resource);";
      const decision = await decide(transfer(payload), { policies });
      expect(decision).toMatchObject({ effect: "deny", reason: "policy_error" });
      expect(decision.rule?.reason).toContain(words);
    },
  );

  it("never takes an argument for what the host asserts", async () => {
    const policies = `permit(principal, action, resource) when { context.user_role == "admin" };`;
    const payload = { user_role: "admin", context: { user_role: "admin" } };
    expect(await decide(transfer(payload), { policies })).toMatchObject({ effect: "deny" });
    const admin = { ...transfer(payload), userRole: "admin" };
    expect(await decide(admin, { policies })).toMatchObject({ effect: "allow" });
  });

  it("knows the entities it is given, and its own actions beside them", async () => {
    const options = {
      policies: `permit(principal in Team::"ops", action in Action::"deploy", resource);`,
      entities: [
        {
          uid: { type: "Agent", id: "deployer" },
          attrs: {},
          parents: [{ type: "Team", id: "ops" }],
        },
        { uid: { type: "Action", id: "deploy" }, attrs: {}, parents: [] },
      ],
    };
    const deploy = { capability: "deploy.run.staging", payload: {} };
    expect((await decide({ ...deploy, actor: "deployer" }, options)).effect).toBe("allow");
    expect((await decide({ ...deploy, actor: "agent" }, options)).effect).toBe("deny");
  });

  it("checks calls against a schema and denies those that do not fit", async () => {
    const options = {
      policies: "permit(principal, action, resource);",
      schema: `entity Agent; entity Tool;
        action "notes.write.production" appliesTo { principal: Agent, resource: Tool,
          context: { actor: String, environment: String, capability: String, payload: { text: String } } };`,
    };
    expect((await decide(write({ text: "x" }), options)).effect).toBe("allow");
    expect(await decide(write({ text: 1 }), options)).toMatchObject({ reason: "policy_error" });
    expect(await decide(transfer({}), options)).toMatchObject({ reason: "policy_error" });
  });

  it("has a digest that changes with policies, schema and entities", async () => {
    const digest = async (options: Partial<CedarOptions>): Promise<string> =>
      (await CedarDecisionPoint.load({ policies: POLICIES, ...options })).digest;
    const digests = await Promise.all([
      digest({}),
      digest({ policies: `${POLICIES} permit(principal, action, resource);` }),
      digest({ entities: [{ uid: { type: "Agent", id: "a" }, attrs: {}, parents: [] }] }),
    ]);
    expect(new Set(digests).size).toBe(3);
    expect(await digest({})).toBe(digests[0]);
  });

  it.each([
    ["no Cedar", "allow everything;", "the Cedar policies do not parse: "],
    ["a template", "permit(principal == ?principal, action, resource);", "hold a template"],
    ["an effect nobody knows", '@capfence("maybe") permit(principal, action, resource);', "maybe"],
    ["a forbid that asks", '@capfence("warn") forbid(principal, action, resource);', "on forbid"],
    [
      "two policies of one name",
      '@id("x") permit(principal, action, resource); @id("x") forbid(principal, action, resource);',
      'two Cedar policies have the @id "x"',
    ],
  ])("does not load %s", async (_, policies, words) => {
    const loading = CedarDecisionPoint.load({ policies });
    await expect(loading).rejects.toThrow(ConfigurationError);
    await expect(loading).rejects.toThrow(words);
  });

  it("stands behind the same guard, approvals and log", async () => {
    const storage = new MemoryStorage();
    const point = await CedarDecisionPoint.load({ policies: POLICIES });
    const runtime = new ActionRuntime({ capabilitySystem: point, storage });
    const tool = vi.fn<(input: { readonly amount: number }) => Promise<string>>();
    tool.mockResolvedValue("done");
    const guarded = guard({ runtime, agentId: "agent", capability: "payments.transfer" }, tool);
    await expect(guarded({ amount: 500 })).rejects.toThrow("approval_required");
    await expect(guarded({ amount: -1 })).rejects.toThrow("policy_default_deny");
    expect(tool).not.toHaveBeenCalled();
    const [request] = await runtime.approvals.pending();
    await runtime.approvals.approve(request?.id ?? "", { by: "sam" });
    expect(await guarded({ amount: 500 })).toBe("done");
    expect(await guarded({ amount: 5 })).toBe("done");
    expect(tool.mock.calls).toEqual([[{ amount: 500 }], [{ amount: 5 }]]);
  });
});
