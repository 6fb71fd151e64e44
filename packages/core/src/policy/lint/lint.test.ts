import { describe, expect, it } from "vitest";
import { codes, lint } from "../../../test/lint.ts";

const bounded = (matcher: string): string =>
  `allow: [{ capability: a.b, args: { /n: { ${matcher} } } }]`;

describe("lintPolicy", () => {
  it("has nothing to say about a policy of typed rules", () => {
    const text = `
      tools: { pay: payments.transfer }
      require_approval: [{ capability: payments.transfer, amount_gt: 1000 }]
      allow: [{ capability: payments.transfer, amount_lte: 1000 }, { capability: crm.read, only_args: id }]`;
    expect(lint(text)).toEqual([]);
  });

  it("says where each finding is, in the order of the file", () => {
    const text = `deny:
  - id: no-pay
    capability: payments
allow:
  - "*"
  - payments.transfer
`;
    expect(lint(text)).toEqual([
      expect.objectContaining({
        code: "blanket_allow",
        file: "policy.yaml",
        line: 5,
        column: 5,
        key: "allow[0]",
      }),
      expect.objectContaining({ code: "shadowed_allow", line: 6, key: "allow[1]" }),
    ]);
    expect(lint(text)[1]?.message).toContain("no-pay (line 2) denies all that it covers");
  });

  describe("blanket_allow", () => {
    it("is an allow rule for everything without a condition", () => {
      expect(codes(`allow: ["*"]`)).toEqual(["blanket_allow"]);
      expect(codes(`allow: [{ capability: [crm.read, "*.*"] }]`)).toEqual(["blanket_allow"]);
      expect(codes(`warn: ["*"]`)).toEqual(["blanket_allow"]);
    });

    it("is neither a deny of everything nor an allow of everything somewhere", () => {
      expect(codes(`deny: ["*"]`)).toEqual([]);
      expect(codes(`allow: [{ capability: "*", environment: development }, "crm.*"]`)).toEqual([]);
    });
  });

  describe("duplicate_rule", () => {
    it("is a second rule with the same meaning, however it is written", () => {
      const text = `allow:
  - { capability: [a.b, c.d], id: first, environment: test }
  - { environment: test, capability: [C.D, a.b], reason: other words }`;
      expect(lint(text)).toMatchObject([{ code: "duplicate_rule", line: 3 }]);
      expect(lint(text)[0]?.message).toBe("says the same as first (line 2); remove one");
    });

    it("is not the same capability in two sections or under two conditions", () => {
      expect(codes(`{ warn: [a.b], allow: [a.b] }`)).toEqual([]);
      expect(
        codes(`allow: [{ capability: a.b, amount_lt: 1 }, { capability: a.b, amount_lt: 2 }]`),
      ).toEqual([]);
    });
  });

  describe("shadowed_allow", () => {
    it("is an allow under a deny or an approval of a covering capability without conditions", () => {
      expect(codes(`{ deny: [shell], allow: [shell.execute] }`)).toEqual(["shadowed_allow"]);
      expect(codes(`{ deny: ["*.execute"], allow: ["shell.execute.production"] }`)).toEqual([
        "shadowed_allow",
      ]);
      expect(
        codes(`{ require_approval: [a.b], allow: [{ capability: a.b, environment: test }] }`),
      ).toEqual(["shadowed_allow"]);
      expect(
        codes(`{ deny: [a.b], require_approval: [c.d], allow: [{ capability: [a.b, c.d] }] }`),
      ).toEqual(["shadowed_allow"]);
    });

    it("is not an allow of which something is left", () => {
      expect(codes(`{ deny: [a.b.production], allow: [a.b] }`)).toEqual([]);
      expect(codes(`{ deny: [a.b], allow: ["a.*"] }`)).toEqual([]);
      expect(codes(`{ deny: [a.b], allow: [{ capability: [a.b, c.d] }] }`)).toEqual([]);
      expect(
        codes(`{ deny: [{ capability: a.b, environment: production }], allow: [a.b] }`),
      ).toEqual([]);
    });
  });

  describe("text_condition", () => {
    it("is a text rule over a shell command, a path, SQL or a URL", () => {
      expect(codes(`deny: [{ capability: shell.execute, contains: rm -rf }]`)).toEqual([
        "text_condition",
      ]);
      expect(codes(`deny: [{ capability: filesystem.read, match_regex: "^/etc" }]`)).toEqual([
        "text_condition",
      ]);
      expect(codes(`allow: [{ capability: database.query, contains: select }]`)).toEqual([
        "text_condition",
      ]);
      expect(
        codes(
          `{ require_approval: [{ capability: http.get, match_keywords: [admin] }], allow: [http] }`,
        ),
      ).toEqual(["text_condition"]);
    });

    it("tells which way each rule errs, and names a condition that parses where this release has it", () => {
      const text = `{ deny: [{ capability: shell.execute, contains: x }, { capability: files.read, contains: x }],
        require_approval: [{ capability: shell.execute, contains: y }],
        allow: [{ capability: shell.execute, contains: git }] }`;
      expect(lint(text).map(({ message }) => message)).toEqual([
        "contains reads a shell command as text: it also denies what it cannot read, such as variables; use command, which parses it",
        expect.stringContaining("it does not see the same path in another spelling"),
        "contains reads a shell command as text: it also asks about what it cannot read, such as variables; use command, which parses it",
        'contains reads a shell command as text: it allows every call whose text matches, which may hold a second command after ";"; use command, which parses it',
      ]);
    });

    it("points to the condition that parses SQL", () => {
      const [finding] = lint(`deny: [{ capability: database.query, contains: drop table }]`);
      expect(finding?.message).toMatch(/; use sql, which parses it$/);
    });

    it("is neither a list of whole texts to allow nor a text rule over anything else", () => {
      expect(
        codes(
          `allow: [{ capability: shell.execute, match_regex: ["^(ls|git status)$", "^pwd$"] }]`,
        ),
      ).toEqual([]);
      expect(codes(`allow: [{ capability: shell.execute, match_regex: "^ls|pwd$" }]`)).toEqual([
        "text_condition",
      ]);
      expect(codes(`allow: [{ capability: shell.execute, match_regex: "^ls.*$" }]`)).toEqual([
        "text_condition",
      ]);
      expect(codes(`deny: [{ capability: email.send, contains: password }]`)).toEqual([]);
    });
  });

  describe("unnamed_tool_capability", () => {
    it("is a tool whose capability no rule could cover", () => {
      const text = `tools:
  run_shell: shell.execute
  pay: payments.transfer
allow: [shell.execute]`;
      expect(lint(text)).toEqual([
        {
          code: "unnamed_tool_capability",
          file: "policy.yaml",
          line: 3,
          key: "tools.pay",
          message: 'no rule names "payments.transfer", so every call of the tool is denied',
        },
      ]);
    });

    it("is not a tool whose capability an environment completes", () => {
      expect(codes(`{ tools: { t: shell.execute }, allow: [shell.execute.staging] }`)).toEqual([]);
      expect(codes(`{ tools: { t: shell.execute }, deny: ["*"] }`)).toEqual([]);
    });
  });

  describe("unknown_environment", () => {
    it("is an environment that only the rule itself names, which may be a typo", () => {
      const [finding] = lint(`{ deny: [{ capability: a.b, environment: prodution }] }`);
      expect(finding).toMatchObject({ code: "unknown_environment", line: 1, key: "deny[0]" });
      expect(finding?.message).toContain('did you mean "production"?');
    });

    it("is neither a standard one, nor a declared one, nor a glob", () => {
      const rule = "{ capability: a.b, environment: [production, QA, eu-*] }";
      expect(codes(`{ environments: [qa], deny: [${rule}] }`)).toEqual([]);
    });
  });

  describe("never_matches", () => {
    it("is a rule whose amounts exclude each other", () => {
      expect(codes(`allow: [{ capability: a.b, amount_gt: 10, amount_lt: 5 }]`)).toEqual([
        "never_matches",
      ]);
      expect(codes(`allow: [{ capability: a.b, amount_gt: 10, amount_lte: 10 }]`)).toEqual([
        "never_matches",
      ]);
      expect(codes(`allow: [{ capability: a.b, amount_gte: "0.10", amount_lt: 0.1 }]`)).toEqual([
        "never_matches",
      ]);
      expect(codes(`allow: [{ capability: a.b, amount_lt: 0 }]`)).toEqual(["never_matches"]);
    });

    it("says of a restricting rule only what is true, since two amounts could satisfy it", () => {
      const [finding] = lint(`deny: [{ capability: a.b, amount_gt: 10, amount_lt: 5 }]`);
      expect(finding?.message).toBe("no one amount satisfies both amount_gt and amount_lt");
    });

    it("is a rule whose caller depths exclude each other", () => {
      expect(codes(`deny: [{ capability: a.b, caller_depth_gt: 1, caller_depth_lt: 2 }]`)).toEqual([
        "never_matches",
      ]);
      expect(codes(`deny: [{ capability: a.b, caller_depth_lt: 0 }]`)).toEqual(["never_matches"]);
    });

    it("is a rule whose bounds of one argument exclude each other", () => {
      expect(codes(bounded("gt: 10, lt: 5"))).toEqual(["never_matches"]);
      expect(codes(bounded('gte: "0.3", lt: 0.3'))).toEqual(["never_matches"]);
      expect(codes(bounded("gte: 5, lte: 5"))).toEqual([]);
    });

    it("is not a range with something in it", () => {
      expect(codes(`allow: [{ capability: a.b, amount_gte: 10, amount_lte: 10 }]`)).toEqual([]);
      expect(
        codes(
          `deny: [{ capability: a.b, amount_lt: 0, caller_depth_gte: 1, caller_depth_lte: 1 }]`,
        ),
      ).toEqual([]);
    });
  });
});
