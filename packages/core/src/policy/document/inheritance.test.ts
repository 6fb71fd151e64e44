import { describe, expect, it } from "vitest";
import { PolicyLoadError } from "../../errors.ts";
import type { PolicyDocument } from "./document.ts";
import { loadPolicyDocument } from "./load.ts";

const BASE = `
deny:
  - { capability: "*", contains: "rm -rf" }
  - { capability: "*", amount_gt: 1000 }
tools: { "run_*": shell.execute }
`;

/** Loads a child of `base.yaml`. */
function load(child: string, base: string = BASE): PolicyDocument {
  const files = new Map([
    ["child.yaml", `extends: base.yaml\n${child}`],
    ["base.yaml", base],
  ]);
  return loadPolicyDocument("child.yaml", {
    resolve: (path) => path,
    read: (path) => files.get(path) ?? "",
  });
}

function errorOf(child: string, base?: string): string {
  try {
    load(child, base);
    return "loads";
  } catch (error) {
    if (error instanceof PolicyLoadError) return error.message;
    throw error;
  }
}

describe("a policy that extends another", () => {
  it("names every file that it is made of, once", () => {
    const files = new Map([
      ["child.yaml", "extends: [a.yaml, b.yaml]"],
      ["a.yaml", "extends: base.yaml"],
      ["b.yaml", "extends: base.yaml"],
      ["base.yaml", BASE],
    ]);
    const document = loadPolicyDocument("child.yaml", {
      resolve: (path) => path,
      read: (path) => files.get(path) ?? "",
    });
    expect(document.files).toEqual(["base.yaml", "a.yaml", "b.yaml", "child.yaml"]);
  });

  it.each(["amount", "currency"])(
    "cannot change what its limits count, by fields of %s",
    (kind) => {
      const limit = "max_total: { amount: 5, currency: USD, per: 1d }";
      const base = `deny: [{ capability: pay.out, ${limit} }]\n`;
      expect(errorOf(`fields: { pay.out: { ${kind}: /x } }`, base)).toContain(
        `${kind} would change what deny[0] in base.yaml:1 reads`,
      );
    },
  );

  it("cannot switch it off by observing", () => {
    expect(errorOf("mode: observe")).toMatch(
      /^child\.yaml:2:7: mode: would switch off the rules of base\.yaml/,
    );
    expect(load("mode: observe", "mode: observe\nallow: [a.b]").mode).toBe("observe");
    expect(load("mode: enforce").mode).toBe("enforce");
    expect(load("allow: [a.b]", "mode: observe\nallow: [a.b]").mode).toBe("enforce");
  });

  it("cannot say its mode twice", () => {
    expect(errorOf("mode: enforce\nenforcement_mode: observe")).toContain(
      "has both mode and enforcement_mode",
    );
  });

  it("cannot give approvals more time, only less", () => {
    const base = "approval_timeout_seconds: 60\nallow: [a.b]";
    expect(load("approval_timeout_seconds: 999999", base).approvalTimeoutSeconds).toBe(60);
    expect(load("approval_timeout_seconds: 30", base).approvalTimeoutSeconds).toBe(30);
    expect(load("allow: [a.c]", base).approvalTimeoutSeconds).toBe(60);
    expect(load("allow: [a.c]", "allow: [a.b]").approvalTimeoutSeconds).toBeUndefined();
  });

  it("cannot take a tool out of a parent's wildcard", () => {
    expect(errorOf("tools: { run_shell: email.send }")).toContain(
      'child.yaml:2:21: tools.run_shell: is "email.send" here, but "run_*" is "shell.execute" in base.yaml:5',
    );
    expect(errorOf("tools: { run_shell: shell.execute, send: email.send }")).toBe("loads");
  });

  it("may map a tool whose name only begins like one of a parent's", () => {
    const base = "tools: { run: shell.execute }\nallow: [a.b]";
    expect(errorOf("tools: { runner: email.send, ru: email.send }", base)).toBe("loads");
    expect(errorOf("tools: { runner: email.send, rest: email.send }")).toBe("loads");
  });

  it("is told once of each tool that it maps otherwise", () => {
    expect(errorOf('tools: { "run_*": email.send }').split("\n")).toHaveLength(1);
    expect(errorOf('tools: { run_shell: "e mail" }').split("\n")).toHaveLength(1);
  });

  it.each([
    ["text", "email.send: { text: /subject }", "deny[0]"],
    ["amount", "pay.send: { amount: /fee }", "deny[1]"],
    ["command", '"*.send": { command: /c }', "deny[0]"],
  ])("cannot hide %s from a parent's rule by declaring where it is", (kind, field, rule) => {
    expect(errorOf(`fields: { ${field} }`)).toContain(
      `${kind} would change what ${rule} in base.yaml:`,
    );
  });

  it("may not declare what a parent reads to excuse a call", () => {
    const base =
      "require_approval: [{ capability: doc.read, unless: { path_within: /workspace } }]";
    expect(errorOf("fields: { doc.read: { path: /safe } }", base)).toContain(
      "path would change what require_approval[0] in base.yaml:",
    );
  });

  it.each([
    ["currency", "currency: USD"],
    ["table", "table: users"],
    ["table", "sql: { tables: users }"],
    ["sql", "sql: { writes: true }"],
    ["sql", "table: users"],
    ["path", "path_within: /srv"],
    ["path", 'path_matches: "/etc/**"'],
    ["url", "url: { private: true }, tenant: acme"],
    ["text", "match_keywords: secret"],
    ["text", 'match_regex: "^secret"'],
    ["command", "match_regex: '^rm'"],
    ["command", "command: { destructive: true }"],
  ])("cannot say where %s is that a parent's rule reads with %s", (kind, condition) => {
    const base = `deny: [{ capability: [a.run, other.tool], ${condition} }]`;
    expect(errorOf(`fields: { a.run: { ${kind}: /other } }`, base)).toContain(
      `child.yaml:2:${`fields: { a.run: `.length + 1}: fields.a.run: ${kind} would change what deny[0] in base.yaml:1 reads; declare it there`,
    );
    expect(errorOf(`fields: { a.see: { ${kind}: /other } }`, base)).toBe("loads");
    expect(errorOf(`fields: { a.run: { ${kind}: /other } }`, base.replace("deny", "allow"))).toBe(
      "loads",
    );
  });

  it("may declare what no parent's rule reads, or what a parent has declared", () => {
    expect(errorOf("fields: { pay.send: { currency: /c } }")).toBe("loads");
    const base = `${BASE}fields: { pay.send: { amount: /amount } }`;
    expect(errorOf("fields: { pay.send: { amount: /fee } }", base)).toBe("loads");
    expect(errorOf("fields: { pay: { amount: /fee } }", base)).toContain("amount would change");
    expect(errorOf("fields: { pay.send: { text: /fee } }", base)).toContain("text would change");
    const narrow = "deny: [{ capability: pay.send, amount_gt: 5 }]";
    expect(errorOf("fields: { crm.read: { amount: /fee } }", narrow)).toBe("loads");
  });
});

describe("a declaration that would change what a parent's rule reads", () => {
  it("is named by its place, however its capability is written", () => {
    const child = "fields:\n  crm.read: { url: /u }\n  Pay.Send: { amount: /fee }\n";
    expect(errorOf(child)).toContain("child.yaml:4:13: fields.Pay.Send: amount would change");
  });
});

describe("a pattern or literal with a control character", () => {
  it.each([
    ['match_regex: "\\bDROP\\b"', "use single quotes"],
    ['contains: "a\\x00b"', "a literal has a control character"],
    ['args: { /x: { matches: "\\bDROP" } }', "use single quotes"],
  ])("does not load: %s", (condition, words) => {
    expect(errorOf("", `deny: [{ capability: db.q, ${condition} }]`)).toContain(words);
  });

  it("loads where the author wrote what they meant", () => {
    const condition = String.raw`match_regex: '\bDROP\b', contains: "a\tb"`;
    expect(errorOf("", `deny: [{ capability: db.q, ${condition} }]`)).toBe("loads");
  });
});

describe("risk levels", () => {
  it("mean the same in any case, and are names", () => {
    expect([...load("risk_levels: { Critical: deny }").riskLevels.keys()]).toEqual(["critical"]);
    expect(errorOf('risk_levels: { "<<": deny }')).toContain(
      '"<<" is not the name of a risk level',
    );
    expect(errorOf('risk_levels: { "high risk": deny }')).toContain(
      '"high risk" is not the name of a risk level',
    );
  });

  it("are those of the parent that is as strict", () => {
    const levels = "risk_levels: { high: deny }";
    expect(load(levels, levels).riskLevels.get("high")?.file).toBe("base.yaml");
  });
});
