import { describe, expect, it } from "vitest";
import { policy } from "../../../test/judge.ts";
import { AmountKeys } from "../payload/amount-keys.ts";
import type { CapabilityFacts } from "../payload/event-view.ts";
import type { Samples } from "./condition.ts";

/** What a condition of a deny rule gives for comparing policies. */
function samplesOf(condition: string, known: Partial<CapabilityFacts> = {}): readonly Samples[] {
  const text = `deny: [{ capability: tool.run, ${condition} }]`;
  const [one] = policy(text).document?.rules[0]?.conditions ?? [];
  const facts = {
    fields: undefined,
    shell: false,
    amountKeys: new AmountKeys(),
    environments: new Set(["production", "test", "qa"]),
    ...known,
  };
  return one?.samples?.(facts) ?? [];
}

const valuesOf = (condition: string): readonly unknown[] => samplesOf(condition)[0]?.values ?? [];

describe("the calls at which a condition changes its answer", () => {
  it("are at the bound of an amount, and where it cannot be read", () => {
    const values = ["1,000"];
    expect(samplesOf("amount_gt: 10")).toStrictEqual([
      { at: "/amount", values, bounds: [10], complete: true },
    ]);
    const fields = { amount: ["/a", "/b"] };
    expect(samplesOf("amount_gt: 10", { fields }).map(({ at }) => at)).toStrictEqual(["/a", "/b"]);
  });

  it("are at a caller depth and beside it, but not below the user", () => {
    expect(samplesOf("caller_depth_gt: 2")).toStrictEqual([
      { at: "callerDepth", values: [1, 2, 3], complete: true },
    ]);
    expect(valuesOf("caller_depth_gt: 0")).toStrictEqual([0, 1]);
  });

  it("are with a token, and no token is there where they are left out", () => {
    expect(samplesOf("unless: { requires_token: true }")).toStrictEqual([
      { at: "tokenIssuer", values: ["any"], complete: true },
    ]);
  });

  it("have every level of trust", () => {
    expect(samplesOf("trust_below: internal")).toStrictEqual([
      { at: "trust", values: [0, 1, 2, 3], complete: true },
    ]);
  });

  it.each([
    ["user_role: [ops, admin]", "userRole", ["ops", "admin", "unlisted"], true],
    ["tenant: acme", "tenant", ["acme", "unlisted"], true],
    ['session: "s*"', "sessionId", ["sx", "unlisted"], false],
    ['tool_name: [a, "b?"]', "toolName", ["a", "bx", "unlisted"], false],
    ["risk_level: High", "risk", ["high", "unlisted"], true],
    ["token_issuer: acme", "tokenIssuer", ["acme", "unlisted"], true],
  ])("for %s are at %s", (condition, at, values, complete) => {
    expect(samplesOf(condition)).toStrictEqual([{ at, values, complete }]);
  });

  it("are in each environment that is named, and in one that is not", () => {
    expect(samplesOf("environment: [Production, canary]")).toStrictEqual([
      {
        at: "environment",
        values: ["production", "canary", "test", "qa", "unlisted"],
        complete: true,
      },
    ]);
    const environments = new Set(["qa", "test-*", "b?"]);
    expect(samplesOf('environment: ["prod*", "eu.*"]', { environments })).toStrictEqual([
      { at: "environment", values: ["prodx", "qa", "unlisted"], complete: false },
    ]);
  });

  it("are in each currency, in another, in none, and in two at once", () => {
    expect(samplesOf("currency: [usd, EUR]")).toStrictEqual([
      {
        at: "/currency",
        values: ["USD", "EUR", "XTS", "?", ["USD", "XTS"]],
        complete: true,
      },
    ]);
    expect(valuesOf("currency: XTS")).toStrictEqual(["XTS", "XXX", "?", ["XTS", "XXX"]]);
    const fields = { currency: ["/unit"] };
    expect(samplesOf("currency: USD", { fields })[0]?.at).toBe("/unit");
  });

  it("have each table that is listed, and one that is not", () => {
    expect(valuesOf("table: [users, app.log]")).toContain("app.log");
    expect(valuesOf("table: users").slice(0, 3)).toStrictEqual([
      "users",
      "other.users",
      "unlisted",
    ]);
  });

  it("have each key that is listed, and one that is not", () => {
    expect(samplesOf("only_args: [to, body]")).toStrictEqual([
      {
        at: "",
        values: [{ unlisted_argument: true }, { to: true }, { body: true }],
        complete: true,
      },
    ]);
  });

  it("have a text with each literal, and one with none", () => {
    expect(samplesOf("contains: [Alpha, zzz]")).toStrictEqual([
      { at: "/text", values: ["Alpha", "zzz", "qqq"], complete: true, joins: true },
    ]);
    const fields = { text: ["/body"] };
    expect(samplesOf("contains: a", { fields })[0]?.at).toBe("/body");
  });

  it("are in a shell command where there is one, and are then only examples", () => {
    expect(samplesOf("contains: curl", { shell: true })).toStrictEqual([
      { at: "/command", values: ["curl", "zzz", "$UNKNOWN"], complete: false, joins: true },
    ]);
    const fields = { text: ["/note"], command: ["/line"] };
    const both = samplesOf("contains: curl", { shell: true, fields });
    expect(both.map(({ at, complete }) => [at, complete])).toStrictEqual([
      ["/note", false],
      ["/line", false],
    ]);
  });

  it("have an example of each pattern, and say where none was found", () => {
    expect(samplesOf(String.raw`match_regex: ["^a|b$", '^\p{Greek}$']`)).toStrictEqual([
      {
        at: "/text",
        values: ["a", "ax", "b", "xb", "zzz"],
        complete: false,
        joins: true,
        missing: [String.raw`no text was found that ^\p{Greek}$ matches`],
      },
    ]);
  });

  it("of an unless are those of its conditions", () => {
    const condition = "unless: { user_role: ops, amount_gt: 5 }";
    expect(samplesOf(condition).map(({ at }) => at)).toStrictEqual(["userRole", "/amount"]);
  });
});

const OTHERS = ["unlisted", "", 0, 0.5, true, null, [], {}];

describe("the arguments at which a matcher changes its answer", () => {
  it.each([
    ["main", ["main", " main"], true],
    ["5", [5], true],
    ["{ equals: [a] }", [["a"]], true],
    ["{ in: [a, 5] }", ["a", " a", 5], true],
    ["{ not_in: [b] }", ["b", " b"], true],
    ["{ starts_with: [a, b] }", ["a", "ax", "xa", "b", "bx", "xb"], true],
    ["{ starts_with: a }", ["a", "ax", "xa"], true],
    ["{ length_lte: 2 }", ["xx", "xxx"], true],
    ["{ not: main }", ["main", " main"], true],
    ["{ every: { in: [5] } }", [5, [], [5]], true],
    ["{ matches: '^ab$' }", ["ab"], false],
    ["{ matches: '^(a|b)' }", ["a", "ax", "b", "bx"], false],
    ["{ exists: true }", [], true],
    ['{ equals: "" }', [""], true],
  ])("for %s are %j and one of each type", (matcher, values, complete) => {
    expect(samplesOf(`args: { /x: ${matcher} }`)).toStrictEqual([
      { at: "/x", values: [...values, ...OTHERS], bounds: [], missing: [], complete },
    ]);
  });

  it("are at its bounds", () => {
    for (const name of ["gt", "gte", "lt", "lte"])
      expect(samplesOf(`args: { /x: { ${name}: 7 } }`)[0]).toMatchObject({
        values: OTHERS,
        bounds: [7],
        complete: true,
      });
  });

  it("are missing for a text that is too long to make, and for a pattern of which none was found", () => {
    const [long] = samplesOf("args: { /x: { length_lte: 4097 } }");
    expect(long?.missing).toStrictEqual(["no text of length 4097 was made"]);
    expect(long?.values).toStrictEqual(OTHERS);
    expect(samplesOf("args: { /x: { length_lte: 4096 } }")[0]?.missing).toStrictEqual([]);
    const [greek] = samplesOf(String.raw`args: { /x: { matches: '^\p{Greek}$' } }`);
    expect(greek?.missing).toStrictEqual([String.raw`no text was found that ^\p{Greek}$ matches`]);
  });
});
