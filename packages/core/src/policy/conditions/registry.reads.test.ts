import { describe, expect, it } from "vitest";
import { policy } from "../../../test/judge.ts";
import { ActionEvent } from "../../action/event.ts";
import { AmountKeys } from "../payload/amount-keys.ts";
import { EventView } from "../payload/event-view.ts";
import { LimitCondition } from "../limits/limit-condition.ts";
import { LIMIT_KEYS } from "../limits/read-limit.ts";
import { UNCERTAIN } from "../truth.ts";
import { CONDITIONS, CONTEXT_CONDITIONS, TOKEN_CONDITIONS } from "./registry.ts";

/** One condition of each kind. A new kind needs a line here, and its place in the registry decides what is expected of it. */
const WRITTEN: Readonly<Record<string, string>> = {
  contains: "x",
  match_keywords: "x",
  match_regex: "x",
  amount_gt: "1",
  amount_gte: "1",
  amount_lt: "1",
  amount_lte: "1",
  currency: "USD",
  args: "{ /x: 1 }",
  only_args: "x",
  sql: "{ writes: true }",
  table: "x",
  path_within: "/srv",
  path_prefix: "/srv",
  path_matches: "/srv",
  paths: "remote, path_within: /srv",
  url: "{ private: true }",
  command: "{ writes: true }",
  environment: "x",
  user_role: "x",
  tenant: "x",
  actor: "x",
  session: "x",
  tool_name: "x",
  framework: "x",
  risk_level: "x",
  caller_depth_gt: "1",
  caller_depth_gte: "1",
  caller_depth_lt: "1",
  caller_depth_lte: "1",
  trust_below: "internal",
  requires_token: "true",
  token_issuer: "x",
  max_calls: "{ count: 1, per: 1h }",
  max_total: "{ amount: 1, per: 1h }",
};

const event = ActionEvent.create({
  actor: "agent",
  capability: "a.b",
  environment: "production",
  userRole: "clerk",
  tenant: "acme",
  sessionId: "s1",
  toolName: "tool",
  framework: "mcp",
  risk: "low",
  callerDepth: 1,
  trust: "external",
  tokenIssuer: "acme",
});

/** An event whose payload nobody may read. */
const sealed = new Proxy(event, {
  get(target, key) {
    if (key === "payload") throw new Error("the payload was read");
    return Reflect.get(target, key) as unknown;
  },
});

const facts = {
  fields: undefined,
  shell: false,
  amountKeys: new AmountKeys(),
  environments: new Set(["production"]),
};

const named = (key: string) => {
  // The one condition that a rule that denies cannot have.
  const section = key === "requires_token" ? "allow" : "deny";
  const system = policy(`${section}: [{ capability: a.b, ${key}: ${WRITTEN[key]} }]`);
  return system.document?.rules[0]?.conditions.filter((condition) => condition.key === key) ?? [];
};

describe("the registry", () => {
  it("has a condition of each kind written here", () => {
    expect(Object.keys(WRITTEN).toSorted()).toStrictEqual([...CONDITIONS.keys()].toSorted());
  });

  it.each([...CONTEXT_CONDITIONS.keys()])("knows that %s reads the context alone", (key) => {
    const [condition] = named(key);
    expect(condition?.evaluate(new EventView(sealed, facts), UNCERTAIN)).toBeDefined();
  });

  it.each([...TOKEN_CONDITIONS.keys()])(
    "knows that %s reads nothing of the payload, but comes with one call alone",
    (key) => {
      const [condition] = named(key);
      expect(condition?.evaluate(new EventView(sealed, facts), UNCERTAIN)).toBeDefined();
      expect(CONTEXT_CONDITIONS.has(key)).toBe(false);
    },
  );

  // What `paths` says is part of what the path conditions beside it read.
  const others = [...CONDITIONS.keys()].filter(
    (key) =>
      !CONTEXT_CONDITIONS.has(key) &&
      !TOKEN_CONDITIONS.has(key) &&
      !LIMIT_KEYS.includes(key) &&
      key !== "paths",
  );

  it.each(others)("knows that %s reads more than the context", async (key) => {
    const system = policy(`deny: [{ capability: a.b, ${key}: ${WRITTEN[key]} }]`);
    await system.ready();
    const [condition] = named(key);
    expect(() => condition?.evaluate(new EventView(sealed, facts), UNCERTAIN)).toThrow(
      "the payload was read",
    );
  });

  it.each(LIMIT_KEYS)("knows that %s depends on what calls have used", (key) => {
    expect(CONTEXT_CONDITIONS.has(key)).toBe(false);
    expect(named(key)).toStrictEqual([expect.any(LimitCondition)]);
  });
});
