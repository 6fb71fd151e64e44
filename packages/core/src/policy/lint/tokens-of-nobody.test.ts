import { describe, expect, it } from "vitest";
import { codes, lint } from "../../../test/lint.ts";

const TOKENS =
  "tokens: { issuers: acme+cd9d5161+AVNWECB4uGs5ZKYSVUeIykOdtgSzp9szuBHJcBoIaZja, audience: gate }";

describe("a rule that asks for a token where none counts", () => {
  it.each([
    [
      "allow: [{ capability: a.b, requires_token: true }]",
      "requires_token is about a capability token, but there is no tokens: to say whose count, so no call has one and the rule lets nothing through",
    ],
    [
      "deny: [{ capability: a.b, unless: { requires_token: true } }]",
      "requires_token is about a capability token, but there is no tokens: to say whose count, so no call has one and the rule excuses none",
    ],
    [
      "deny: [{ capability: a.b, token_issuer: acme }]",
      "token_issuer is about a capability token, but there is no tokens: to say whose count, so no call has one",
    ],
  ])("is found: %s", (rule, message) => {
    expect(lint(rule)).toMatchObject([{ code: "token_of_nobody", line: 1, message }]);
    expect(codes(`${TOKENS}\n${rule}`)).toEqual([]);
  });

  it("is found once for each rule, and in no other rule", () => {
    const both = "{ capability: a.b, requires_token: true, token_issuer: acme }";
    expect(
      codes(`allow: [${both}, { capability: a.c, tenant: acme, unless: { actor: x } }]`),
    ).toEqual(["token_of_nobody"]);
  });
});
