import { describe, expect, it } from "vitest";
import { policy } from "../../../test/judge.ts";
import { diffPolicies, type PolicyDiff } from "./diff.ts";

async function diff(before: string, after: string): Promise<PolicyDiff> {
  const [one, other] = [before, after].map((text) => policy(text).document);
  if (one === undefined || other === undefined) throw new TypeError("two policies");
  return diffPolicies(one, other);
}

/** Each change as its kind, capability, environment and payload. */
const changes = async (before: string, after: string): Promise<readonly unknown[]> => {
  const found = await diff(before, after);
  return found.changes.map(({ kind, witness }) => {
    const { actor: _actor, payload, ...asked } = witness;
    return [kind, asked, payload];
  });
};

const allowIf = (condition: string): string => `allow: [{ capability: db.read, ${condition} }]`;
const guardedShell = (literals: string): string =>
  `{ deny: [{ capability: shell.execute, contains: ${literals} }], allow: [shell.execute] }`;
const mail = (conditions: string): string =>
  `allow: [{ capability: mail.send, contains: alpha, ${conditions} }]`;
const denying = (rules: readonly string[]): string =>
  `{ deny: [${rules.join(", ")}], allow: ["*"] }`;

const trusting = (level: string): string =>
  `{ deny: [{ capability: a.b, trust_below: ${level} }], allow: [a.b] }`;

describe("diffPolicies", () => {
  it("finds nothing between policies that mean the same", async () => {
    const before = "{ deny: [a.b, { capability: c.d, amount_gt: 10 }], allow: ['*'] }";
    const after = "{ allow: ['*'], deny: [{ amount_gt: 10.0, capability: c.d }, a.b] }";
    expect(await diff(before, after)).toMatchObject({ changes: [], settings: [] });
    const redundant = "{ deny: [a.b], allow: ['*', c.d] }";
    expect(await changes("{ deny: [a.b], allow: ['*'] }", redundant)).toEqual([]);
  });

  it("shows each kind of change with the smallest call it finds", async () => {
    expect(await changes("allow: [a.b]", "{ allow: [a.b, a.c] }")).toEqual([
      ["newly_allowed", { capability: "a.c" }, {}],
    ]);
    expect(await changes("allow: [a.b]", "allow: []")).toEqual([
      ["newly_denied", { capability: "a.b" }, {}],
    ]);
    expect(await changes("allow: [a.b]", "require_approval: [a.b]")).toContainEqual([
      "newly_needs_approval",
      { capability: "a.b" },
      {},
    ]);
    expect(await changes("require_approval: [a.b]", "allow: [a.b]")).toContainEqual([
      "no_longer_needs_approval",
      { capability: "a.b" },
      {},
    ]);
    expect(await changes("allow: []", "require_approval: [a.b]")).toContainEqual([
      "approval_instead_of_deny",
      { capability: "a.b" },
      {},
    ]);
    expect(await changes("allow: [a.b]", "warn: [a.b]")).toMatchObject([
      ["warning_added", { capability: "a.b" }, {}],
    ]);
    expect(await changes("warn: [a.b]", "allow: [a.b]")).toMatchObject([
      ["warning_removed", { capability: "a.b" }, {}],
    ]);
  });

  it("lists what is newly allowed first", async () => {
    const kinds = (await diff("allow: [a.b]", "allow: [c.d]")).changes.map(({ kind }) => kind);
    expect(kinds).toEqual(["newly_allowed", "newly_denied"]);
  });

  it("finds an amount between two bounds, and one at the bound", async () => {
    expect(await changes(allowIf("amount_lte: 100"), allowIf("amount_lte: 100.01"))).toEqual([
      ["newly_allowed", { capability: "db.read" }, { amount: 100.01 }],
    ]);
    expect(await changes(allowIf("amount_lt: 100"), allowIf("amount_lte: 100"))).toEqual([
      ["newly_allowed", { capability: "db.read" }, { amount: 100 }],
    ]);
    const large = ["9007199254740992", "9007199254740993"].map((bound) =>
      allowIf(`amount_lt: "${bound}"`),
    );
    expect(await changes(large[0] ?? "", large[1] ?? "")).toMatchObject([
      ["newly_allowed", { capability: "db.read" }, { amount: "9007199254740992" }],
    ]);
  });

  it("finds what a declared field, an environment or a risk level changes", async () => {
    const rules = "allow: [{ capability: pay.out, amount_lte: 10 }]";
    expect(
      await changes(rules, `fields: { pay.out: { amount: /paid/net } }\n${rules}`),
    ).toContainEqual(["newly_allowed", { capability: "pay.out" }, { paid: { net: 0 } }]);
    const guarded =
      "deny: [{ capability: a.b, environment: production }]\nallow: [{ capability: a.b }]\n";
    expect(await changes(guarded, `${guarded}environments: [unlisted]`)).toEqual([
      ["newly_allowed", { capability: "a.b", environment: "unlisted" }, {}],
    ]);
    expect(await changes(guarded, `${guarded}environments: [staging]`)).toEqual([]);
    expect(await changes("risk_levels: { high: deny }\nallow: [a.b]", "allow: [a.b]")).toEqual([
      ["newly_allowed", { capability: "a.b", risk: "high" }, {}],
    ]);
  });

  it("finds an argument, a list of arguments, a table and a currency", async () => {
    expect(
      await changes(
        allowIf("args: { /to: { in: [a] } }"),
        allowIf("args: { /to: { in: [a, b] } }"),
      ),
    ).toEqual([["newly_allowed", { capability: "db.read" }, { to: "b" }]]);
    expect(await changes(allowIf("only_args: id"), allowIf("only_args: [id, force]"))).toEqual([
      ["newly_allowed", { capability: "db.read" }, { force: true }],
    ]);
    expect(await changes(allowIf("table: users"), allowIf("table: [users, cards]"))).toMatchObject([
      ["newly_allowed", { capability: "db.read" }, { table: "cards" }],
    ]);
    expect(await changes(allowIf("currency: EUR"), allowIf("currency: [EUR, USD]"))).toMatchObject([
      ["newly_allowed", { capability: "db.read" }, { currency: "USD" }],
    ]);
    expect(await changes(allowIf("caller_depth_lte: 1"), allowIf("caller_depth_lte: 2"))).toEqual([
      ["newly_allowed", { capability: "db.read", callerDepth: 2 }, {}],
    ]);
  });

  it.each([
    ["path_within: /srv/a", "path_within: [/srv/a, /srv/b]", { path: "/srv/b" }],
    ["path_matches: '/srv/*.txt'", "path_matches: '/srv/**'", { path: "/srv/x" }],
    ["url: api.acme.com", "url: [api.acme.com, cdn.acme.com]", { url: "http://cdn.acme.com/" }],
    ["url: { ports: [443] }", "url: { ports: [443, 8080] }", expect.anything()],
    [
      "sql: { statements: [select] }",
      "sql: { statements: [select, drop] }",
      { sql: "DROP TABLE unlisted" },
    ],
    ["sql: { tables: [users] }", "sql: { tables: [users, cards] }", expect.anything()],
    ["command: { programs: [ls] }", "command: { programs: [ls, wc] }", { command: "wc" }],
    [
      "command: { programs: [git status] }",
      "command: { programs: [git] }",
      expect.objectContaining({ command: expect.stringMatching(/^git/) as string }),
    ],
    [
      "command: { destructive: false, network: false }",
      "command: { destructive: false }",
      { command: "curl https://unlisted.example.com" },
    ],
    [
      "command: { writes: [/srv/a/**] }",
      "command: { writes: [/srv/a/**, /srv/b/**] }",
      expect.anything(),
    ],
    ["command: { operators: false }", "command: { operators: ['|'] }", { command: "ls | ls -a" }],
    ["args: { /n: { not: { in: [a, b] } } }", "args: { /n: { not: a } }", { n: "b" }],
    ["args: { /n: { every: { in: [a] } } }", "args: { /n: { every: { in: [a, b] } } }", { n: "b" }],
  ])("finds what %s lets through as %s", async (before, after, payload) => {
    const found = await changes(allowIf(before), allowIf(after));
    expect(found).toContainEqual(["newly_allowed", { capability: "db.read" }, payload]);
  });

  it("finds a level of trust", async () => {
    expect(await changes(trusting("internal"), trusting("external"))).toEqual([
      ["newly_allowed", { capability: "a.b", trust: 1 }, {}],
    ]);
  });

  it("finds a text that only one of two rules sees, also in a shell command", async () => {
    expect(await changes(guardedShell("[mkfs, curl]"), guardedShell("[mkfs]"))).toEqual([
      ["newly_allowed", { capability: "shell.execute" }, { command: "curl" }],
    ]);
    expect(await changes(mail('match_regex: "^beta$"'), mail('match_regex: "beta"'))).toEqual([
      ["newly_allowed", { capability: "mail.send" }, { text: "alpha beta" }],
    ]);
  });

  it("finds a call whose dotted resource only a deny rule sees", async () => {
    const allow = "allow: [filesystem.delete]";
    const deny = "deny: [filesystem.workspace.delete]";
    expect(await changes(`${deny}\n${allow}`, allow)).toContainEqual([
      "newly_allowed",
      { resource: "filesystem.workspace", action: "delete" },
      {},
    ]);
  });

  it("finds calls without a token that one was needed for, and those with one", async () => {
    const needing = allowIf("requires_token: true");
    expect(await changes(needing, "allow: [db.read]")).toEqual([
      ["newly_allowed", { capability: "db.read" }, {}],
    ]);
    expect(await changes("allow: []", needing)).toEqual([
      ["newly_allowed", { capability: "db.read", tokenIssuer: "any" }, {}],
    ]);
    expect(await changes(needing, allowIf("token_issuer: acme"))).toEqual([
      ["newly_denied", { capability: "db.read", tokenIssuer: "any" }, {}],
    ]);
  });

  it("tells settings apart that no decision shows", async () => {
    const before = "tools: { run: a.b, see: c.d }\nallow: [a.b]";
    const after =
      "{ mode: observe, approval_timeout_seconds: 60, tools: { run: a.c, go: e.f }, allow: [a.b] }";
    expect((await diff(before, after)).settings).toEqual([
      { key: "mode", before: "enforce", after: "observe", loosens: true },
      { key: "approval_timeout_seconds", before: "3600", after: "60", loosens: false },
      { key: "tools.run", before: "a.b", after: "a.c", loosens: true },
      { key: "tools.see", before: "c.d", after: undefined, loosens: false },
      { key: "tools.go", before: undefined, after: "e.f", loosens: true },
    ]);
  });

  describe("says what it has not explored", () => {
    it("where a pattern has no example", async () => {
      const after = String.raw`allow: [{ capability: mail.send, match_regex: '^\p{Greek}$' }]`;
      expect((await diff("allow: []", after)).explored.gaps).toEqual([
        {
          key: "match_regex",
          rule: "allow[0]",
          file: "test.yaml",
          line: 1,
          message: String.raw`no text was found that ^\p{Greek}$ matches`,
          byExample: false,
        },
      ]);
    });

    it("where it compared at examples alone, of rules that differ", async () => {
      const before = `{ deny: [{ capability: a.b, match_regex: "^x" }], allow: [a.b] }`;
      const { gaps } = (await diff(before, before.replace("^x", "^y"))).explored;
      expect(gaps.map(({ key, byExample }) => [key, byExample])).toEqual([
        ["match_regex", true],
        ["match_regex", true],
      ]);
      expect(
        (await diff(before, before.replace("allow: [a.b]", "warn: [a.b]"))).explored.gaps,
      ).toEqual([]);
    });

    it("where there are too many combinations for all of them", async () => {
      const rules = Array.from(
        { length: 12 },
        (_, index) => `{ capability: a.b, args: { /a${index}: { gt: ${index} } } }`,
      ).join(", ");
      const before = `{ deny: [${rules}], allow: [a.b] }`;
      const after = before.replace("{ gt: 11 }", "{ gt: 12 }");
      const { changes: found, explored } = await diff(before, after);
      expect(explored.inPart).toBeGreaterThan(0);
      expect(found.map(({ kind }) => kind)).toEqual(["newly_allowed"]);
    });
  });

  it("compares policies of a thousand rules in a few seconds", async () => {
    const rules = Array.from(
      { length: 1000 },
      (_, index) => `{ capability: "s${index % 100}.a${index}", amount_gt: ${index} }`,
    );
    const started = performance.now();
    const { changes: found } = await diff(denying(rules), denying(rules.slice(1)));
    expect(performance.now() - started).toBeLessThan(25_000);
    expect(found[0]?.kind).toBe("newly_allowed");
  });
});
