import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ActionEvent, CapabilitySystem, type JsonObject, lintPolicy } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { Scratch } from "../../test/scratch.ts";
import { TokenDesk } from "../../test/token-desk.ts";
import { formatPolicy } from "../format/format-policy.ts";
import type { Note } from "../import/note.ts";

const PAGE = `capframe:
  version: "0.2"
  default_policy: deny
  rules:
    - tool: "database.query"
      capability: "read-only"
      ttl: 300
    - tool: "payments.refund"
      capability: "admin"
      ttl: 60
`;

/** A policy with these rules, each on a line of its own from the fifth on. */
function withRules(...rules: readonly string[]): string {
  const lines = rules.map((rule) => `    - ${rule}\n`);
  return `capframe:\n  version: "0.2"\n  default_policy: deny\n  rules:\n${lines.join("")}`;
}

function reading(tool: string): string {
  return `{ tool: "${tool}", capability: read-only }`;
}

/** What importing a text gives, and what is told of it. */
async function imported(text: string): Promise<{
  readonly code: number | null;
  readonly policy: string;
  readonly notes: readonly Note[];
  readonly rules: readonly JsonObject[];
}> {
  const scratch = new Scratch();
  const file = scratch.file("theirs.yaml", text);
  const { code, output } = await scratch.run("policy", "import", file, "--json");
  const report = JSON.parse(output) as { policy: string; notes: Note[]; rules: JsonObject[] };
  // Whatever was left out, what is there loads.
  expect(formatPolicy("ours.yaml", report.policy, { modeline: false })).toBe(report.policy);
  return { code, ...report };
}

describe("capfence policy import", () => {
  it("makes a policy of the two rules that loads, in the form of fmt, and says what became of each", async () => {
    const scratch = new Scratch();
    const file = scratch.file("theirs.yaml", PAGE);
    const { code, output, errors } = await scratch.run("policy", "import", file);
    expect(code).toBe(0);
    expect(formatPolicy("imported.yaml", output, { modeline: false })).toBe(output);
    const { document } = new CapabilitySystem().loadPolicyText(output);
    expect(document && lintPolicy(document)).toEqual([]);
    expect(errors.split("\n").map((line) => line.replaceAll(`${scratch.folder}/`, ""))).toEqual([
      "carried theirs.yaml:3:19: capframe.default_policy: what no rule names is denied",
      'carried theirs.yaml:5:7: capframe.rules[0]: "database.query" is database.query, allowed with a token; nothing checks that it is read-only, so add what does, such as sql: { writes: false }',
      "narrowed theirs.yaml:5:7: capframe.rules[0]: its ttl is 300, but tokens.longest counts for all tokens and is the least, 60",
      'carried theirs.yaml:8:7: capframe.rules[1]: "payments.refund" is payments.refund, and a person is asked about each call with a token',
      "adapt tokens.issuers: the key that stands there is nobody's",
      "",
    ]);
  });

  it("has the policy decide as the other would: nothing without a token, and no other tool", async () => {
    const desk = await TokenDesk.open("shop");
    const out = join(desk.folder, "ours.yaml");
    await desk.run("policy", "import", desk.file("theirs.yaml", PAGE), "--out", out);
    const text = readFileSync(out, "utf8");
    const policy = text.replace(/issuers: nobody\S+/, `issuers: ${desk.issuer}`);
    expect(policy).not.toBe(text);
    const audience = ["--audience", "imported-gate"];
    const decide = async (tool: string, ttl?: string, of = policy): Promise<string> => {
      const holder = ["--agent", "shop", "--holder", desk.holders["shop"] ?? ""];
      const minted = ["--tool", tool, "--ttl", ttl ?? "", ...audience, ...holder];
      const token = ttl === undefined ? "" : await desk.made("mint", ...minted);
      const proven = ["--key", desk.keyOf("shop"), "--tool", tool, ...audience];
      const proof =
        ttl === undefined ? "" : await desk.made("prove", token, ...proven, "--arguments", "{}");
      const runtime = desk.runtime(of);
      const call = { actor: "shop", capability: tool, toolName: tool, payload: {} };
      const shown = ttl === undefined ? {} : { token: { text: token, proof } };
      const { reason } = await runtime.execute(ActionEvent.create(call), shown);
      await runtime.auditTrail.close();
      return reason;
    };
    expect(await decide("database.query")).toBe("token_required");
    expect(await decide("payments.refund")).toBe("token_required");
    expect(await decide("database.query", "60")).toBe("policy_allow");
    expect(await decide("payments.refund", "60")).toBe("approval_required");
    expect(await decide("payments.refund", "300")).toBe("token_invalid");
    expect(await decide("payments.payout", "60")).toBe("policy_default_deny");
    expect(await decide("database.query", "60", text)).toBe("token_invalid");
  });

  it("reads JSON as well, and writes no file that exists", async () => {
    const scratch = new Scratch();
    const rules = [{ tool: "search", capability: "read-only" }];
    const json = JSON.stringify({ capframe: { version: "0.2.1", default_policy: "deny", rules } });
    const file = scratch.file("theirs.json", json);
    const out = join(scratch.folder, "ours.yaml");
    const first = await scratch.run("policy", "import", file, "--out", out);
    expect([first.code, first.output]).toEqual([0, `wrote ${out}: 1 rule\n`]);
    const text = readFileSync(out, "utf8");
    expect(text).toContain("  search: tool.search\n");
    expect(text).not.toContain("longest");
    expect((await scratch.run("policy", "import", file, "--out", out)).code).toBe(1);
    expect(readFileSync(out, "utf8")).toBe(text);
    expect((await scratch.run("policy", "import", file, "--out", out, "--force")).code).toBe(0);
    expect((await scratch.run("policy", "import", file, "--out", scratch.folder)).code).toBe(2);
  });

  it("asks about what it has no word for, and says so", async () => {
    const { code, notes, policy } = await imported(
      withRules('{ tool: a.b, capability: "Read-Only\\e[2J" }'),
    );
    expect(code).toBe(0);
    expect(notes[1]).toMatchObject({ fate: "narrowed", line: 5, key: "capframe.rules[0]" });
    expect(notes[1]?.message).toContain("is not among those with a meaning here: admin, read-only");
    expect(policy).toContain("require_approval:\n  - id: other\n");
    expect(policy).not.toContain("Read-Only");
    expect(policy).toMatch(/allow: \[\]\n$/);
  });

  it("refuses a default of allow as such, and goes on with the rules", async () => {
    const { code, notes, policy } = await imported(PAGE.replace("deny", "allow"));
    expect(code).toBe(1);
    expect(notes[0]).toMatchObject({
      fate: "left_out",
      line: 3,
      key: "capframe.default_policy",
      message: expect.stringContaining("there is no default but deny"),
    });
    expect(policy).toContain("payments.refund: payments.refund");
  });

  it.each([
    ["{ tool: a.b, capability: read-only, most: 5 }", "capframe.rules[0].most", "unknown key"],
    ["{ tool: a.b, capability: read-only, ttl: 60s }", "capframe.rules[0].ttl", '"60s"'],
    ["{ tool: a.b, capability: read-only, ttl: 0 }", "capframe.rules[0].ttl", "from 1"],
    ["{ tool: a.b, capability: read-only, ttl: 1.5 }", "capframe.rules[0].ttl", "1.5"],
    ["{ tool: a.b, capability: read-only, ttl: }", "capframe.rules[0].ttl", "nothing"],
    ["{ tool: a.b, capability: [read-only] }", "capframe.rules[0].capability", "a list"],
    ["{ tool: a.b }", "capframe.rules[0]", "there is no capability"],
    ["{ capability: read-only }", "capframe.rules[0]", "there is no tool"],
    ["{ tool: 5, capability: read-only }", "capframe.rules[0].tool", "expected text, got 5"],
    ["{ tool: '*', capability: read-only }", "capframe.rules[0].tool", "names many tools"],
    ["{ tool: 'mcp:x', capability: read-only }", "capframe.rules[0].tool", "other characters"],
    ["{ tool: 'a b', capability: read-only }", "capframe.rules[0].tool", "other characters"],
    ["a.b", "capframe.rules[0]", "expected a mapping"],
  ])("leaves out the rule %s, and says where and why", async (rule, key, message) => {
    const { code, notes, rules, policy } = await imported(withRules(rule));
    expect([code, rules]).toEqual([1, []]);
    expect(policy).not.toContain("a.b");
    const told = notes.filter(({ fate }) => fate === "left_out");
    expect(told).toMatchObject([{ line: 5, key, message: expect.stringContaining(message) }]);
  });

  it.each([
    ["stands twice", "a.b", "a.b", 0],
    ["differs only in case", "a.b", "A.B", 0],
    ["gets the capability of another", "a.b.c", "a.b-c", 0],
    ["is under a pattern as well", "a.b", "a.*", 0],
    ["is under no pattern that is there", "a.b", "b.*", 1],
  ])("takes no rule for a tool that %s", async (_what, one, other, carried) => {
    const { code, rules } = await imported(withRules(reading(one), reading(other)));
    expect([code, rules.length]).toEqual([1, carried]);
  });

  it("takes no rule where another of its tool is not understood", async () => {
    const odd = "{ tool: a.b, capability: read-only, only_if: it_is_monday }";
    const { rules, notes } = await imported(withRules("{ tool: a.b, capability: read-only }", odd));
    expect(rules).toEqual([]);
    expect(notes.map(({ line }) => line)).toEqual([3, 5, 6, 6]);
  });

  it.each([
    ["allow: [a.b]\n", "1:1", '"capframe: { version, default_policy, rules }"'],
    ["capframe: 5\n", "1:11", "got 5"],
    ["capframe:\n  rules: []\n", "2:3", "there is no version"],
    [PAGE.replace('"0.2"', '"1.0"'), "2:12", 'unknown version "1.0"'],
    [PAGE.replace("default_policy: deny", "default_policy: ask"), "3:19", 'got "ask"'],
    [PAGE.replace("default_policy", "default_polcy"), "3:3", 'did you mean "default_policy"?'],
    [`${PAGE}audit: true\n`, "11:1", 'unknown key "audit"'],
    ['capframe:\n  version: "0.2"\n', "2:3", "there are no rules to import"],
    ['capframe:\n  version: "0.2"\n  rules: {}\n', "3:10", "expected a list of rules"],
    [`${PAGE}      ttl: 90\n`, "11:7", "duplicate key"],
    ["capframe: [\n", "2:1", ""],
    ["", "1:1", "the file is empty; a policy of this form begins with capframe:"],
  ])("refuses what it cannot read as a whole: %j", async (text, place, message) => {
    const scratch = new Scratch();
    const file = scratch.file("theirs.yaml", text);
    const out = join(scratch.folder, "ours.yaml");
    const { code, output, errors } = await scratch.run("policy", "import", file, "--out", out);
    expect([code, output]).toEqual([2, ""]);
    expect(errors).toContain(`theirs.yaml:${place}: `);
    expect(errors).toContain(message);
    expect(() => readFileSync(out)).toThrow("ENOENT");
    const json = await scratch.run("policy", "import", file, "--json");
    expect([json.code, JSON.parse(json.output)]).toMatchObject([2, { valid: false }]);
  });

  it("says that there is no such file", async () => {
    const { code, errors } = await new Scratch().run("policy", "import", "nowhere.yaml");
    expect([code, errors]).toEqual([2, expect.stringContaining("there is no such file")]);
  });
});
