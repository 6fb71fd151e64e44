import { describe, expect, it } from "vitest";
import { policy } from "../../../test/judge.ts";
import { ActionEvent, type ActionEventInput } from "../../action/event.ts";
import type { ConditionExplanation } from "./explanation.ts";

/** One condition of a rule as an explanation shows it. */
function shown(
  section: "deny" | "allow",
  condition: string,
  call: Partial<ActionEventInput> = {},
): Partial<ConditionExplanation> {
  const text = `${section}: [{ capability: [tool.run, shell.execute], ${condition} }]`;
  const event = ActionEvent.create({ actor: "agent", capability: "tool.run", ...call });
  return policy(text).explain(event).rules[0]?.conditions[0] ?? {};
}

const long = "x".repeat(70_000);

/** A call with this many amounts, 0, 1, 2 and so on. */
const list = (count: number): Partial<ActionEventInput> => ({
  payload: { list: Array.from({ length: count }, (_, index) => ({ amount: index })) },
});

describe("what each condition looked at", () => {
  it.each<["deny" | "allow", string, Partial<ActionEventInput>, string | undefined]>([
    ["deny", "amount_gt: 1", {}, "amounts: none"],
    ["deny", "amount_gt: 1", { payload: { amount: "0.50", total: 2 } }, 'amounts: "0.50", 2'],
    [
      "deny",
      "currency: USD",
      { payload: { a: { currency: "EUR" }, b: [{ currency: 5 }] } },
      'currencies: "EUR", 5',
    ],
    ["deny", "currency: USD", {}, "currencies: none"],
    ["deny", "tenant: acme", { tenant: "other" }, '"other"'],
    ["deny", "tenant: acme", {}, undefined],
    ["deny", "environment: test", {}, undefined],
    ["deny", "caller_depth_gt: 1", {}, undefined],
    ["deny", "contains: secret", { payload: { a: "plain" } }, undefined],
    ["allow", "contains: plain", { payload: { a: "plain" } }, undefined],
    [
      "deny",
      "contains: mkfs",
      { capability: "shell.execute", payload: { command: "ls" } },
      undefined,
    ],
    ["deny", "match_regex: z", { payload: { a: "plain" } }, undefined],
    ["deny", "match_regex: x", { payload: { a: long } }, undefined],
    ["allow", "only_args: [a]", { payload: { a: 1 } }, "other arguments: none"],
    ["allow", 'args: { "/a": 5 }', { payload: { a: null } }, "/a: null"],
  ])("in a %s rule, %s", (section, condition, call, saw) => {
    expect(shown(section, condition, call).saw).toBe(saw);
  });

  it("is the first five values, and how many more there are", () => {
    // The sum of what stands under one name is an amount too.
    expect(shown("deny", "amount_gt: 1000", list(4)).saw).toBe('amounts: 0, 1, 2, 3, "6"');
    expect(shown("deny", "amount_gt: 1000", list(6)).saw).toBe("amounts: 0, 1, 2, 3, 4 and 2 more");
  });

  it.each([
    [78, `"${"y".repeat(78)}"`],
    [79, `"${"y".repeat(78)}…`],
  ])("is cut short beyond 80 characters: a text of %i", (length, shownText) => {
    const payload = { a: "y".repeat(length) };
    expect(shown("allow", "contains: z", { payload }).saw).toBe(
      `texts without any of them: ${shownText}`,
    );
  });
});

describe("why each condition is uncertain", () => {
  it.each<["deny" | "allow", string, Partial<ActionEventInput>, string]>([
    [
      "deny",
      "amount_gt: 1",
      { payload: { amount: "many" } },
      '"many" under "amount" cannot be read as exactly one plain number',
    ],
    [
      "deny",
      "amount_gt: 1",
      { payload: { amount_cents: 5 } },
      '"amount_cents" counts minor units, which a bound does not',
    ],
    [
      "deny",
      "amount_gt: 1",
      { payload: { amount: -5 } },
      "a negative amount may move as much the other way",
    ],
    [
      "deny",
      "currency: USD",
      { payload: { currency: ["USD"] } },
      '["USD"] is not a three-letter currency code',
    ],
    ["deny", "currency: USD", {}, "the payload has no currency"],
    [
      "deny",
      'args: { "/a": 5, "/b": 6, "/c": 7 }',
      { payload: { a: "5", c: 7 } },
      'the value at "/a" is of another type or form than the rule compares with, and there is no "/b"',
    ],
    ["deny", "trust_below: internal", {}, "the host does not say how far it is trusted"],
    [
      "deny",
      "caller_depth_gt: 1",
      {},
      "the host did not say how many agents stand between the user and the call",
    ],
    [
      "deny",
      "environment: test",
      { environment: "prod" },
      'no part of the policy names the environment "prod"; list it under environments',
    ],
    ["deny", "user_role: ops", {}, "the host did not say the user_role"],
    [
      "allow",
      "match_regex: x",
      { payload: { a: long } },
      "the texts are together longer than 65536 characters",
    ],
    ["allow", "unless: { tenant: acme }", {}, "the host did not say the tenant"],
    ["deny", "match_regex: x", { capability: "shell.execute" }, "the payload has no shell command"],
    ["deny", "table: users", {}, "the call names no table"],
    [
      "deny",
      "table: users",
      { payload: { table: '"Users"' } },
      "a table argument is not a plain name",
    ],
  ])("in a %s rule, %s", (section, condition, call, doubt) => {
    expect(shown(section, condition, call)).toMatchObject({ truth: "uncertain", doubt });
  });

  it("is said of a text that folding would take too long over", () => {
    const payload = { command: `ls ${"é".repeat(70_000)}` };
    const of = (capability: string): unknown =>
      shown("deny", "contains: mkfs", { capability, payload }).doubt;
    expect(of("tool.run")).toBe(
      "a text is too long, or has too many combining marks, to be read as a person would see it",
    );
    expect(of("shell.execute")).toMatch(/text/);
  });

  it("is left out where the condition is certain", () => {
    expect(shown("deny", "trust_below: internal", { trust: 3 })).not.toHaveProperty("doubt");
    expect(shown("deny", "currency: USD", { payload: { currency: "USD" } })).not.toHaveProperty(
      "doubt",
    );
  });
});
