import { CapabilitySystem, PolicyLoadError } from "@capfence/core";

const LITERALS = Array.from({ length: 200 }, (_, at) => `needle-${at}!`);

/** Conditions that no hostile input meets surely, so that each is asked of every input. */
const CONDITIONS: readonly (readonly [string, object])[] = [
  ["*", { contains: LITERALS }],
  ["*", { contains: ["drop table users", "rm -rf /"] }],
  ["tools.run", { match_keywords: ["\u00dcberweisung", "na\u00efve text"] }],
  ["*", { match_regex: ["^(x+x+)+y$", "(a+)+!$", "([a-z]+[0-9]+\\.)+END"] }],
  [
    "*",
    { match_regex: [String.raw`(?i)select\s+.{0,200}\s+union\s+all\s+select`, "AKIA[0-9A-Z]{16}"] },
  ],
  ["*", { match_regex: "^[^@]{1,64}@([a-z0-9-]{1,60}\\.){1,6}[a-z]{2,20}$" }],
  ["*", { amount_gt: "1e15" }],
  ["*", { amount_lt: "-1e15" }],
  ["*", { currency: "XXX" }],
  ["*", { args: { "/text": { matches: "(x+x+)+z$" }, "/x": { equals: "none" } } }],
  ["*", { args: { "/path": { in: ["a", "b"] }, "/sql": { starts_with: "none" } } }],
  ["*", { only_args: ["none"] }],
  ["*", { table: ["audit_logs"] }],
  ["*", { user_role: "nobody-*" }],
  ["shell.execute", { contains: ["rm -rf", "mkfs", "dd if="] }],
  ["shell.execute", { match_regex: [String.raw`\bcurl\b.*\|\s*sh\b`] }],
  ["shell.execute", { command: { any_program: ["mkfs"] } }],
  ["shell.execute", { command: { destructive: true } }],
  ["shell.execute", { command: { flags_any: ["--no-preserve-root"] } }],
  ["shell.execute", { command: { writes: ["/etc/**"] } }],
  ["shell.execute", { command: { network: true } }],
  ["db.query", { sql: { statements: ["truncate"] } }],
  ["db.query", { sql: { tables: ["audit_logs"] } }],
  ["db.query", { sql: { functions: ["pg_sleep"] } }],
  ["db.query", { sql: { where_required: true } }],
  ["files.write", { path_matches: ["/etc/**", "**/.ssh/*"] }],
  ["files.write", { path_prefix: "/etc" }],
  ["files.write", { path_within: "/etc" }],
  ["http.get", { url: { hosts: ["*.internal.example"] } }],
  ["http.get", { url: { schemes: ["gopher"] } }],
];

/** A policy of every condition this release evaluates, in all sections, and the conditions it does not. */
export function everyCondition(): {
  readonly engine: CapabilitySystem;
  readonly missing: readonly string[];
} {
  const rules: object[] = [];
  const missing = new Set<string>();
  for (const [capability, conditions] of CONDITIONS) {
    const rule = { capability, ...conditions };
    if (loads({ deny: [rule], allow: [rule] })) rules.push(rule);
    else missing.add(Object.keys(conditions).join());
  }
  const policy = { deny: rules, require_approval: rules, warn: rules, allow: rules };
  const engine = new CapabilitySystem().loadPolicyText(JSON.stringify(policy), "every-condition");
  return { engine, missing: [...missing] };
}

function loads(policy: object): boolean {
  try {
    new CapabilitySystem().loadPolicyText(JSON.stringify(policy));
    return true;
  } catch (error) {
    if (error instanceof PolicyLoadError) return false;
    throw error;
  }
}
