import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { ARGUMENT_OPERATORS } from "../src/policy/conditions/argument-matcher.ts";
import { CONDITIONS } from "../src/policy/conditions/registry.ts";
import { APPROVAL_KEYS } from "../src/policy/document/approvals-section.ts";
import { LEGACY_KEYS } from "../src/policy/document/legacy-rule.ts";
import { POLICY_KEYS } from "../src/policy/document/reader.ts";
import { PolicySource } from "../src/policy/document/source.ts";
import { FIELD_NAMES } from "../src/policy/document/tables.ts";
import { TOKEN_KEYS } from "../src/policy/document/tokens-section.ts";
import { COUNTED_BY } from "../src/policy/limits/counted-by.ts";
import { DESCRIPTIONS } from "../src/policy/rule.ts";
import { policy } from "./judge.ts";

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly then?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly string[];
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const ALICE = "alice+fff7f6c9+AVNWECB4uGs5ZKYSVUeIykOdtgSzp9szuBHJcBoIaZja";
const WITNESS = "alice+07b317dc+BFNWECB4uGs5ZKYSVUeIykOdtgSzp9szuBHJcBoIaZja";

const root = join(import.meta.dirname, "../../..");
const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, "../policy.schema.json"), "utf8"),
) as Schema;
const validate = new Ajv2020({ allErrors: true }).compile(schema);

/** What the schema finds wrong in a policy; the empty list where nothing is. */
function faults(text: string): readonly string[] {
  const source = new PolicySource("policy.yaml");
  const node = source.read(text);
  expect(source.problems).toEqual([]);
  validate(node?.value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const keys = (part: Schema | undefined): readonly string[] =>
  Object.keys(part?.properties ?? {}).toSorted();

describe("the schema of policies", () => {
  it("has the keys that the reader has", () => {
    const { rule, legacy_rule: legacy, matcher, approvers, tokens } = schema.$defs ?? {};
    expect(schema.$defs?.["by"]?.anyOf?.[0]?.enum?.toSorted()).toEqual(COUNTED_BY.toSorted());
    expect(keys(approvers)).toEqual(APPROVAL_KEYS.toSorted());
    expect(keys(tokens)).toEqual(TOKEN_KEYS.toSorted());
    expect(keys(schema)).toEqual(POLICY_KEYS.toSorted());
    expect(keys(rule)).toEqual(
      ["capability", "unless", ...DESCRIPTIONS, ...CONDITIONS.keys()].toSorted(),
    );
    expect(keys(legacy)).toEqual(LEGACY_KEYS.toSorted());
    expect(keys(matcher?.then)).toEqual(ARGUMENT_OPERATORS.toSorted());
    expect(keys(schema.properties?.["fields"]?.additionalProperties)).toEqual(
      FIELD_NAMES.toSorted(),
    );
  });

  it("describes every key", () => {
    const parts = [schema, ...Object.values(schema.$defs ?? {})];
    const all = parts.flatMap((part) => Object.entries(part.properties ?? {}));
    const bare = all.filter(([, key]) => key.description?.endsWith(".") !== true);
    expect(bare.map(([name]) => name)).toEqual([]);
  });

  const files = globSync(["examples/**/*.yaml", "packages/*/demo/*.yaml", "policies/**/*.yaml"], {
    cwd: root,
    exclude: (name) => /node_modules|(?:fixtures|capfence\.mcp)\.yaml$/.test(name),
  });

  it.each(files)("accepts %s", (file) => {
    expect(faults(readFileSync(join(root, file), "utf8"))).toEqual([]);
  });

  const documents = globSync(["README.md", "docs/*.md", "packages/*/README.md"], { cwd: root });
  const snippets = documents.flatMap((document) =>
    [...readFileSync(join(root, document), "utf8").matchAll(/^```yaml\n(.*?)^```$/gms)]
      .map(([, text = ""]) => text)
      .filter((text) => /^(?:deny|require_approval|warn|allow|extends|rules):/m.test(text))
      .map((text) => [document, text] as const),
  );

  it("finds snippets to try", () => {
    expect(files.length).toBeGreaterThan(3);
    expect(snippets.length).toBeGreaterThan(3);
  });

  it.each(snippets)("accepts what %s shows, but for what does not load", (_document, text) => {
    expect(faults(text).length > 0).toBe(text.includes("(does not load)"));
  });

  it.each([
    ["a list of capabilities", "deny: [{ capability: [a.b, 'c.*'] }]"],
    ["an amount as text", `deny: [{ capability: a.b, amount_gt: "0.01" }]`],
    ["a literal in place of a matcher", "allow: [{ capability: a.b, args: { /x: 5, /y: [1] } }]"],
    ["an escaped pointer", "allow: [{ capability: a.b, args: { /a~1b: { exists: true } } }]"],
    ["the older form", "rules: [{ match_keywords: x, action: block, threshold: 0.5 }]"],
    ["an action in place of a mapping", "risk_levels: { high: block }"],
    ["a tool by its prefix", "tools: { 'git_*': git.run }"],
    ["empty sections", "{ deny: [], approvals: [], allow: [] }"],
    ["an approver", `approvals: { approvers: ${ALICE} }`],
    [
      "several entries of approvers",
      `approvals: [{ for: [a.b, "c.*"], approvers: [${ALICE}], quorum: 1, not_self: false }]`,
    ],
    ["whose tokens count", `tokens: { issuers: ${ALICE}, audience: gate }`],
    [
      "how tokens count",
      `tokens: { issuers: [${ALICE}], audience: g, required: true, bearer: false, longest: 60 }`,
    ],
    ["a need for tokens", "allow: [{ capability: a.b, requires_token: true, token_issuer: [a] }]"],
    ["an excuse by token", "deny: [{ capability: a.b, unless: { requires_token: true } }]"],
    ["a version", 'version: "1.0"'],
  ])("accepts %s, as the reader does", (_name, text) => {
    expect(() => policy(text)).not.toThrow();
    expect(faults(text)).toEqual([]);
  });

  it.each([
    ["an unknown key", "alow: []"],
    ["an unknown key of a rule", "deny: [{ capability: a.b, containz: x }]"],
    ["a rule without a capability", "deny: [{ contains: x }]"],
    ["a capability out of grammar", "deny: [a..b]"],
    ["a capability with part of a wildcard", "deny: ['a.b*']"],
    ["a section that is no list", "deny: { capability: a.b }"],
    ["an empty section", "deny:"],
    ["an empty list", "deny: [{ capability: a.b, contains: [] }]"],
    ["a number in place of text", "deny: [{ capability: a.b, contains: 5 }]"],
    ["an amount with a separator", `deny: [{ capability: a.b, amount_gt: "1,000" }]`],
    ["a wrong currency", "deny: [{ capability: a.b, currency: EURO }]"],
    ["a fraction of an agent", "deny: [{ capability: a.b, caller_depth_gt: 0.5 }]"],
    ["a regex that is too long", `deny: [{ capability: a.b, match_regex: ${"a".repeat(513)} }]`],
    ["a control character", String.raw`deny: [{ capability: a.b, contains: "\e" }]`],
    ["a control character in a regex", String.raw`deny: [{ capability: a.b, match_regex: "\b" }]`],
    ["an argument that is no pointer", "deny: [{ capability: a.b, args: { x: 1 } }]"],
    ["an unknown operator", "deny: [{ capability: a.b, args: { /x: { equal: 1 } } }]"],
    ["an empty matcher", "deny: [{ capability: a.b, args: { /x: {} } }]"],
    ["an unknown type", "deny: [{ capability: a.b, args: { /x: { type: text } } }]"],
    ["an unknown mode", "mode: on"],
    ["two modes", "{ mode: enforce, enforcement_mode: block }"],
    ["an unknown version", "version: 2"],
    ["a time for approvals of nothing", "approval_timeout_seconds: 0"],
    ["approvers of nothing", "approvals:"],
    ["no approvers", "approvals: { for: a.b }"],
    ["an empty list of approvers", "approvals: { approvers: [] }"],
    ["an approver that is no key", "approvals: { approvers: alice }"],
    ["a witness as an approver", `approvals: { approvers: ${WITNESS} }`],
    ["an approver listed twice", `approvals: { approvers: [${ALICE}, ${ALICE}] }`],
    ["approvers of no capability", `approvals: { for: 'a b', approvers: ${ALICE} }`],
    ["a quorum of none", `approvals: { approvers: ${ALICE}, quorum: 0 }`],
    ["an unknown key of approvals", `approvals: { approvers: ${ALICE}, quorums: 1 }`],
    ["tokens of nobody", "tokens: { audience: gate }"],
    ["tokens for no gate", `tokens: { issuers: ${ALICE} }`],
    ["a witness as an issuer", `tokens: { issuers: ${WITNESS}, audience: gate }`],
    ["an issuer listed twice", `tokens: { issuers: [${ALICE}, ${ALICE}], audience: gate }`],
    ["tokens of no time", `tokens: { issuers: ${ALICE}, audience: gate, longest: 0 }`],
    ["an unknown key of tokens", `tokens: { issuers: ${ALICE}, audience: gate, issuer: x }`],
    ["a denial of tokens", "deny: [{ capability: a.b, requires_token: true }]"],
    ["an allowance of no tokens", "allow: [{ capability: a.b, unless: { requires_token: true } }]"],
    ["a token that is not needed", "allow: [{ capability: a.b, requires_token: false }]"],
    ["a tool with a pattern", "tools: { run: 'a.*' }"],
    ["a tool with two wildcards", "tools: { '*run*': a.b }"],
    ["an unknown field", "fields: { a.b: { amounts: /x } }"],
    ["a field that is no pointer", "fields: { a.b: { amount: x } }"],
    ["a field of no capability", "fields: { 'a b': { amount: /x } }"],
    ["an unknown action of a risk level", "risk_levels: { high: stop }"],
    ["an unknown key of a risk level", "risk_levels: { high: { action: deny, also: x } }"],
    ["a name that no risk level has", "risk_levels: { 'very high': deny }"],
    ["an older rule without an action", "rules: [{ match_keywords: x }]"],
    ["an unknown key of an older rule", "rules: [{ contains: x, action: block }]"],
    ["a list in place of a policy", "[a.b]"],
  ])("refuses %s, as the reader does", (_name, text) => {
    expect(() => policy(text)).toThrow(/test\.yaml:1/);
    expect(faults(text)).not.toEqual([]);
  });

  it.each([
    "url: { hosts: [api.example.com, '*.corp.example'], schemes: [https], ports: [443], private: false }",
    "command: { programs: [ls, git status], substitution: false, writes: false }",
    "sql: { statements: [select], writes: false, max_statements: 1, dialect: mysql }",
    "max_calls: { count: 20, per: 1h, by: actor }",
    "max_total: { amount: 5000, currency: USD, per: 24h, by: [actor, tenant] }",
    'max_total: { amount: "0.01", currency: [USD, EUR], per: 366d, by: [] }',
    "path_within: /workspace, paths: remote",
    "path_matches: ['/etc/**'], trust_below: external",
  ])("has the conditions of the language page: %s", (condition) => {
    expect(() => policy(`deny: [{ capability: a.b, ${condition} }]`)).not.toThrow();
    expect(faults(`deny: [{ capability: a.b, ${condition} }]`)).toEqual([]);
  });

  it.each([
    "url: { host: a.com }",
    "url: { ports: 70000 }",
    "command: {}",
    "sql: { dialect: oracle }",
    "paths: remote",
    "path_within: /a, paths: local",
    "max_calls: { count: 20 }",
    "max_calls: { count: 20, per: hour }",
    "max_calls: { count: 20, per: 1h, by: risk_level }",
    "max_calls: { count: -1, per: 1h }",
    "max_total: { amount: -1, per: 1h }",
    "max_calls: { count: 1, per: 1h }, max_total: { amount: 1, per: 1h }",
    "unless: { max_calls: { count: 1, per: 1h } }",
  ])("refuses their mistakes: %s", (condition) => {
    expect(() => policy(`deny: [{ capability: a.b, ${condition} }]`)).toThrow(/test\.yaml:1/);
    expect(faults(`deny: [{ capability: a.b, ${condition} }]`)).not.toEqual([]);
  });

  it("refuses a limit in a rule that allows", () => {
    const rule = "{ capability: a.b, max_calls: { count: 1, per: 1h } }";
    expect(faults(`deny: [${rule}]`)).toEqual([]);
    expect(faults(`allow: [${rule}]`)).not.toEqual([]);
  });
});
