import { describe, expect, it } from "vitest";
import { decide, loadErrorOf, policy, truthOf } from "../../../test/judge.ts";
import { ActionEvent } from "../../action/event.ts";
import type { ConditionExplanation } from "../explain/explanation.ts";

const call = { capability: "a.b" };
const withToken = { ...call, tokenIssuer: "acme" };

/** An event of the call, with some facts besides. */
const eventWith = (facts: object): ActionEvent =>
  ActionEvent.create({ actor: "agent", ...call, ...facts });

/** What the condition looked at. */
const saw = (facts: object): ConditionExplanation["saw"] =>
  policy("allow: [{ capability: a.b, requires_token: true }]").explain(eventWith(facts)).rules[0]
    ?.conditions[0]?.saw;

/** What became of a condition on the issuer. */
const truth = (tokenIssuer?: string): string =>
  truthOf("permit", 'token_issuer: [acme, "desk-*"]', tokenIssuer ? { tokenIssuer } : {});

const deny = (conditions: string): string =>
  `{ deny: [{ capability: a.b, ${conditions} }], allow: [a.b] }`;

describe("requires_token", () => {
  it("holds where a token came with the call, and surely not where none did", () => {
    expect(truthOf("permit", "requires_token: true", { tokenIssuer: "acme" })).toBe("true");
    expect(truthOf("permit", "requires_token: true", {})).toBe("false");
  });

  it("is not met by arguments", () => {
    const payload = { tokenIssuer: "acme", token_issuer: "acme", requires_token: true };
    expect(truthOf("permit", "requires_token: true", { payload })).toBe("false");
  });

  it.each(["allow", "warn"])(
    "lets only calls with a token through in a rule that %ss",
    (section) => {
      const text = `${section}: [{ capability: a.b, requires_token: true }]`;
      expect(decide(text, withToken).effect).toBe("allow");
      expect(decide(text, call)).toMatchObject({
        effect: "deny",
        reason: "policy_default_deny",
        uncertain: [],
      });
    },
  );

  it.each([
    ["deny", "deny"],
    ["require_approval", "require_approval"],
  ])("excuses only calls with a token from a rule of %s", (section, effect) => {
    const text = `{ ${section}: [{ capability: a.b, unless: { requires_token: true } }], allow: [a.b] }`;
    expect(decide(text, withToken).effect).toBe("allow");
    expect(decide(text, call).effect).toBe(effect);
  });

  it("is judged as other conditions where it stands by itself, as in a grant", () => {
    const system = policy("allow: [a.b]");
    expect(system.holds({ requires_token: true }, eventWith({ tokenIssuer: "acme" }))).toBe(true);
    expect(system.holds({ requires_token: true }, eventWith({}))).toBe(false);
  });

  it.each([
    ["deny: [{ capability: a.b, requires_token: true }]", "1:43: deny[0].requires_token"],
    ["require_approval: [{ capability: a.b, requires_token: true }]", "requires_token"],
    ["allow: [{ capability: a.b, unless: { requires_token: true } }]", "unless.requires_token"],
  ])("would hold back only who has a token, so it is refused in %s", (text, place) => {
    const message = loadErrorOf(text);
    expect(message).toContain(place);
    expect(message).toContain("would hold back only those calls that do come with a token");
    expect(message).toContain("write unless: { requires_token: true } in a deny or");
  });

  it.each(["false", '"true"', "1", "", "[true]"])("is true or left out, and not %s", (value) => {
    expect(loadErrorOf(`allow: [{ capability: a.b, requires_token: ${value} }]`)).toContain(
      "expected true, got",
    );
  });

  it("says whose token it saw", () => {
    expect(saw({ tokenIssuer: "acme" })).toBe('a token of "acme"');
    expect(saw({})).toBe("no token");
  });
});

describe("token_issuer", () => {
  it("is one of the issuers listed, and uncertain where there is no token", () => {
    expect([truth("acme"), truth("desk-7"), truth("ACME"), truth()]).toEqual([
      "true",
      "true",
      "false",
      "uncertain",
    ]);
  });

  it("denies where it is uncertain in a deny rule, and does not excuse where it is in its unless", () => {
    expect(decide(deny("token_issuer: other"), call).uncertain).toEqual(["token_issuer"]);
    expect(decide(deny("token_issuer: other"), call).effect).toBe("deny");
    expect(decide(deny("token_issuer: other"), withToken).effect).toBe("allow");
    expect(decide(deny("unless: { token_issuer: acme }"), call).effect).toBe("deny");
    expect(decide(deny("unless: { token_issuer: acme }"), withToken).effect).toBe("allow");
  });
});
