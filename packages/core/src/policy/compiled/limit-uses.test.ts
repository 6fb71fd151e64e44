import { describe, expect, it } from "vitest";
import { decide, policy } from "../../../test/judge.ts";
import { ActionEvent, type ActionEventInput } from "../../action/event.ts";
import type { LimitUse } from "../decision.ts";
import { recordedFiles } from "../path/file-view.ts";

const HOURLY = "max_calls: { count: 2, per: 1h }";

const call = (more: Partial<ActionEventInput> = {}): Partial<ActionEventInput> => ({
  capability: "pay.out",
  ...more,
});

/** The one limit of a rule with these keys, for a call that it is about. */
function useOf(keys: string, more: Partial<ActionEventInput> = {}, section = "deny"): LimitUse {
  const [use, ...others] =
    decide(`${section}: [{ ${keys} }]\nallow: [pay]`, call(more)).limits ?? [];
  expect(others).toEqual([]);
  if (use === undefined) throw new TypeError("one limit");
  return use;
}

const bucketOf = (keys: string, more: Partial<ActionEventInput> = {}, section?: string): string =>
  useOf(keys, more, section).bucket;

/** The bucket of a limit on amounts in a currency. */
const bucketIn = (currency: string): string =>
  bucketOf(`capability: pay, max_total: { amount: 9, per: 1h${currency} }`, {
    payload: { amount: 5, currency: "USD" },
  });

/** Rules with a limit of these ids. */
const hourly = (...ids: readonly string[]): string =>
  ids.map((id) => `{ capability: pay, ${HOURLY}, id: ${id} }`).join(", ");

describe("a decision under limits", () => {
  it("takes them for not exceeded, and says what is decided where they are", () => {
    const text = `deny: [{ capability: pay.out, ${HOURLY}, id: hourly, reason: too many }]\nallow: [pay]`;
    const decision = decide(text, call());
    const policyDigest = policy(text).digest;
    expect(decision).toMatchObject({ effect: "allow", reason: "policy_allow", uncertain: [] });
    expect(decision.limits).toStrictEqual([
      {
        bucket: expect.stringMatching(/^[0-9a-f]{64}$/),
        window: 3_600_000,
        most: "2",
        uses: "1",
        exceeded: {
          effect: "deny",
          reason: "policy_deny",
          warn: false,
          rule: { section: "deny", id: "hourly", file: "test.yaml", line: 1, reason: "too many" },
          uncertain: [],
          policyDigest,
        },
      },
    ]);
  });

  it("is frozen with all that it says of them", () => {
    const { limits } = decide(`deny: [{ capability: pay, ${HOURLY} }]\nallow: [pay]`, call());
    expect(Object.isFrozen(limits)).toBe(true);
    expect(Object.isFrozen(limits?.[0])).toBe(true);
    expect(Object.isFrozen(limits?.[0]?.exceeded)).toBe(true);
  });

  it("lists those that deny before those that ask, each in the order of the policy", () => {
    const text = `require_approval: [${hourly("a", "b")}]\ndeny: [${hourly("c", "d")}]\nallow: [pay]`;
    const { limits } = decide(text, call());
    expect(limits?.map(({ exceeded }) => exceeded.rule?.id)).toEqual(["c", "d", "a", "b"]);
  });

  it("has them where approval is asked for as well", () => {
    const text = `deny: [{ capability: pay, ${HOURLY} }]\nrequire_approval: [pay]`;
    const decision = decide(text, call());
    expect([decision.effect, decision.limits?.length]).toEqual(["require_approval", 1]);
  });

  it.each([
    ["a deny", "deny: [pay]"],
    ["no rule allows", "allow: [crm]"],
    ["an uncertain deny", "deny: [{ capability: pay, tenant: x }]\nallow: [pay]"],
  ])("has none where it is a deny: %s", (_name, text) => {
    const limit = `require_approval: [{ capability: pay, ${HOURLY} }]`;
    const decision = decide(`${text}\n${limit}`, call());
    expect([decision.effect, decision.limits]).toEqual(["deny", undefined]);
  });

  it.each([
    ["another capability", `capability: crm, ${HOURLY}`],
    ["other arguments", `capability: pay, ${HOURLY}, amount_gt: 5`],
    ["calls that its exception excuses", `capability: pay, ${HOURLY}, unless: { amount_lte: 5 }`],
  ])("has none of rules about %s", (_name, keys) => {
    const decision = decide(`deny: [{ ${keys} }]\nallow: [pay]`, call({ payload: { amount: 5 } }));
    expect([decision.effect, decision.limits]).toEqual(["allow", undefined]);
  });

  it("counts where a rule might be about the call, and says what it could not tell", () => {
    const uncertain = useOf(`capability: pay, ${HOURLY}, tenant: x`).exceeded;
    expect(uncertain).toMatchObject({ effect: "deny", uncertain: ["tenant"] });
    const short = useOf(`capability: pay.out.production.eu, ${HOURLY}`).exceeded;
    expect(short).toMatchObject({ effect: "deny", uncertain: ["capability"] });
  });

  it("looks at the other spelling of a capability, as restricting rules do", () => {
    const text = `deny: [{ capability: pay.eu, ${HOURLY} }]\nallow: [pay]`;
    const { limits } = decide(text, { resource: "pay.eu", action: "transfer" });
    expect(limits).toHaveLength(1);
  });

  it("finds literals and paths of limits as those of other rules", () => {
    const shell = { capability: "shell.execute", payload: { command: "curl x" } };
    const text = `deny: [{ capability: shell, contains: curl, ${HOURLY} }]\nallow: [shell]`;
    expect(decide(text, shell).limits).toHaveLength(1);
    const files = recordedFiles({ ".": "/srv", "/srv": "/srv", "/srv/x": "/srv/x" });
    const paths = `require_approval: [{ capability: files, path_within: /srv, ${HOURLY} }]\nallow: [files]`;
    const event = ActionEvent.create({
      actor: "agent",
      capability: "files.write",
      payload: { path: "/srv/x" },
    });
    const decision = policy(paths).decide(event, files);
    expect(decision.limits).toHaveLength(1);
    expect(decision.limits?.[0]?.exceeded.resolved).toEqual(decision.resolved);
    expect(decision.resolved).toBeDefined();
  });
});

describe("a limit whose use nobody can tell", () => {
  const by = `capability: pay, max_calls: { count: 2, per: 1h, by: [actor, tenant] }`;

  it("denies in a deny rule", () => {
    expect(decide(`deny: [{ ${by} }]\nallow: [pay]`, call())).toMatchObject({
      effect: "deny",
      reason: "policy_deny",
      uncertain: ["max_calls"],
    });
  });

  it("asks in an approval rule, and only where the call would be allowed", () => {
    const ask = `require_approval: [{ ${by} }]\n`;
    const asked = decide(`${ask}allow: [pay]`, call());
    expect(asked).toMatchObject({ effect: "require_approval", uncertain: ["max_calls"] });
    expect(asked.limits).toBeUndefined();
    expect(decide(ask, call()).effect).toBe("deny");
  });

  it.each([
    ["actor", {}],
    ["session", { sessionId: "s" }],
    ["tenant", { tenant: "t" }],
    ["user_role", { userRole: "r" }],
    ["tool_name", { toolName: "n" }],
    ["environment", { environment: "qa" }],
    ["capability", {}],
    ["framework", { framework: "f" }],
  ])("is told by the host's %s alone", (fact, facts) => {
    const keys = `capability: pay, max_calls: { count: 2, per: 1h, by: ${fact} }`;
    expect(useOf(keys, facts).uses).toBe("1");
    const without = decide(`deny: [{ ${keys} }]\nallow: [pay]`, call({ payload: facts }));
    const known = fact === "actor" || fact === "capability";
    expect(without.effect).toBe(known ? "allow" : "deny");
  });
});

describe("what is counted together", () => {
  const keys = `capability: pay, ${HOURLY}`;
  const known = bucketOf(keys);

  it.each([
    ["another bound", "capability: pay, max_calls: { count: 3, per: 1h }"],
    [
      "the default written out",
      "capability: pay, max_calls: { count: 2, per: 1h, by: [actor, actor] }",
    ],
    ["another way to write the time", "capability: pay, max_calls: { count: 2, per: 60m }"],
    ["words for people", `${keys}, id: x, reason: y, description: z, severity: s, references: [r]`],
    ["another spelling of the capability", `capability: [PAY, pay], ${HOURLY}`],
  ])("does not depend on %s", (_name, others) => {
    expect(bucketOf(others)).toBe(known);
  });

  it("does not depend on the section, nor on what else the policy says", () => {
    expect(bucketOf(keys, {}, "require_approval")).toBe(known);
    expect(bucketOf(keys, {}, "# more\nenvironments: [x]\ndeny")).toBe(known);
  });

  it.each([
    ["the capability", `capability: pay.out, ${HOURLY}`],
    ["the time", "capability: pay, max_calls: { count: 2, per: 1d }"],
    ["whose it is", "capability: pay, max_calls: { count: 2, per: 1h, by: [] }"],
    ["what is counted", "capability: pay, max_total: { amount: 2, per: 1h }"],
    ["other conditions", `${keys}, unless: { amount_gt: 100 }`],
  ])("depends on %s", (_name, others) => {
    expect(bucketOf(others, { payload: { amount: 5 } })).not.toBe(known);
  });

  it("depends on the currency, and not on how it is written", () => {
    expect(bucketIn(", currency: usd")).toBe(bucketIn(", currency: [USD]"));
    expect(new Set(["", ", currency: USD", ", currency: [USD, EUR]"].map(bucketIn)).size).toBe(3);
  });

  it("depends on whose call it is, by what the limit counts by alone", () => {
    expect(bucketOf(keys, { actor: "other" })).not.toBe(known);
    expect(bucketOf(keys, { tenant: "t", payload: { actor: "other" } })).toBe(known);
    const everybody = "capability: pay, max_calls: { count: 2, per: 1h, by: [] }";
    expect(bucketOf(everybody, { actor: "other" })).toBe(bucketOf(everybody));
    const both = "capability: pay, max_calls: { count: 2, per: 1h, by: [actor, tenant] }";
    const one = bucketOf(both, { actor: "a", tenant: "b" });
    expect(bucketOf(both, { actor: "b", tenant: "a" })).not.toBe(one);
  });
});

describe("an explanation of a limit", () => {
  it("says that the rule counts, its bound and its time", () => {
    const text = `deny: [{ capability: pay, ${HOURLY} }]\nallow: [pay]`;
    const event = ActionEvent.create({ actor: "agent", capability: "pay.out" });
    const { because, rules, decision } = policy(text).explain(event);
    expect(because).toBe(
      "an allow rule holds, and no stricter one does; so it is while no limit is exceeded",
    );
    expect(decision).toStrictEqual(policy(text).decide(event));
    expect(rules[0]).toMatchObject({
      truth: "false",
      conditions: [
        {
          key: "max_calls",
          value: { count: 2, per: "1h" },
          truth: "false",
          saw: "counts calls by actor; at most 2 per 1h",
        },
      ],
    });
  });

  it("says why its use cannot be told", () => {
    const limit = "max_calls: { count: 2, per: 1h, by: tenant }";
    const event = ActionEvent.create({ actor: "agent", capability: "pay.out" });
    const { rules } = policy(`deny: [{ capability: pay, ${limit} }]`).explain(event);
    expect(rules[0]?.conditions[0]).toMatchObject({
      truth: "uncertain",
      doubt: "the host did not say the tenant, so nobody knows whose use it is",
    });
  });
});
