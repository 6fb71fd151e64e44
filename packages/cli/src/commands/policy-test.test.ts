import { describe, expect, it } from "vitest";
import { FIXTURES, RELAXED, scratchWithFixture } from "../../test/fixture-scratch.ts";

/** A policy whose one restricting rule counts calls. */
const counting = (more: string): string =>
  `deny: [{ capability: a.b, max_calls: { count: 9, per: 1h }${more} }]\nallow: [a.b]\n`;

describe("capfence policy test", () => {
  it("passes where every policy decides what every case expects", async () => {
    const scratch = scratchWithFixture(FIXTURES);
    const { code, output, errors } = await scratch.run("policy", "test", scratch.fixture);
    expect([code, errors]).toEqual([0, ""]);
    expect(output).toMatch(
      /^✓ shell pack \(\S+fixtures\.yaml\): 5 checks of 3 cases, passed\n5 checks, all passed\n$/,
    );
  });

  it("shows for each failure what was expected, what came, and why", async () => {
    const scratch = scratchWithFixture(FIXTURES.replace("expected: deny", "expected: allow"));
    const { code, output } = await scratch.run("policy", "test", scratch.fixture);
    expect(code).toBe(1);
    expect(output).toMatch(/^✗ shell pack \(.+\): 5 checks of 3 cases, 2 failed\n/);
    expect(output).toMatch(/\n {2}✗ deletes \[strict\.yaml\] {2}\S+fixtures\.yaml:7\n/);
    expect(output).toMatch(
      /\n {4}expected allow, got deny\n {4}deny shell\.execute \(policy_deny\)\n {4}a deny rule holds\n {4}→ deny "no-root" holds/,
    );
    expect(output).toMatch(/✗ deletes \[relaxed\.yaml\]/);
    expect(output).not.toContain("--all");
    expect(output).toMatch(/\n5 checks, 2 failed\n$/);
  });

  it("compares the reason and the rule where a case names them", async () => {
    const scratch = scratchWithFixture(
      FIXTURES.replace(
        "expected: deny",
        "expected: { verdict: deny, reason: policy_default_deny, rule: other }",
      ),
    );
    const { output } = await scratch.run("policy", "test", scratch.fixture);
    expect(output).toContain("expected reason policy_default_deny, got policy_deny\n");
    expect(output).toContain("expected rule other, got no-root\n");
    expect(output).toContain("expected rule other, got no rule\n");
  });

  it("does not take a marked call for one that is just allowed", async () => {
    const scratch = scratchWithFixture(FIXTURES.replace("verdict: warn", "verdict: allow"));
    const { code, output } = await scratch.run("policy", "test", scratch.fixture);
    expect(code).toBe(1);
    expect(output).toContain("expected allow, got warn\n");
  });

  it("names the rules that hold in no case, and fails for them, only when it is told to be strict", async () => {
    const scratch = scratchWithFixture(FIXTURES);
    expect((await scratch.run("policy", "test", scratch.fixture, "--strict")).code).toBe(0);
    scratch.file("relaxed.yaml", `${RELAXED}deny: [{ id: never, capability: crm.x }, "a.b"]\n`);
    expect((await scratch.run("policy", "test", scratch.fixture)).code).toBe(0);
    const { code, output } = await scratch.run("policy", "test", scratch.fixture, "--strict");
    expect(code).toBe(1);
    expect(output).toMatch(
      /relaxed\.yaml:5: deny "never" holds in no case\n\S+relaxed\.yaml:5: deny\[1\] holds in no case\n5 checks, all passed\n$/,
    );
    const json = await scratch.run("policy", "test", scratch.fixture, "--strict", "--json");
    expect(JSON.parse(json.output)).toMatchObject({
      passed: false,
      untested: [{ id: "never", line: 5 }, { id: "deny[1]" }],
    });
  });

  it("is content with a rule that counts, where it counts a call", async () => {
    const scratch = scratchWithFixture(FIXTURES);
    scratch.file("counting.yaml", counting(""));
    const fixture = scratch.file(
      "counting-fixtures.yaml",
      "policy: counting.yaml\ncases: [{ name: x, event: { actor: a, capability: a.b }, expected: allow }]\n",
    );
    expect((await scratch.run("policy", "test", fixture, "--strict")).code).toBe(0);
    scratch.file("counting.yaml", counting(", contains: x"));
    expect((await scratch.run("policy", "test", fixture, "--strict")).output).toContain(
      "counting.yaml:1: deny[0] holds in no case",
    );
  });

  it("says all of it as JSON", async () => {
    const scratch = scratchWithFixture(FIXTURES.replace("expected: deny", "expected: allow"));
    const { code, output } = await scratch.run("policy", "test", scratch.fixture, "--json");
    expect(code).toBe(1);
    const result = JSON.parse(output) as { passed: boolean; checks: readonly object[] };
    expect(result.passed).toBe(false);
    expect(result.checks).toHaveLength(5);
    expect(result.checks[0]).toMatchObject({
      name: "lists a folder",
      line: 4,
      expected: { verdict: "require_approval" },
      verdict: "require_approval",
      rule: "require_approval[0]",
      passed: true,
    });
    expect(result.checks[2]).toMatchObject({
      passed: false,
      differences: ["expected allow, got deny"],
      explanation: { because: "a deny rule holds" },
    });
  });

  it("lets nothing hostile reach the terminal", async () => {
    const scratch = scratchWithFixture(
      String.raw`{ suite: "\e[2J", policy: strict.yaml, cases: [{ name: "\u202E", event: { actor: "a", capability: x.y }, expected: allow }] }`,
    );
    for (const more of [[], ["--json"]]) {
      const { code, output } = await scratch.run("policy", "test", scratch.fixture, ...more);
      expect(code).toBe(1);
      expect(output.replaceAll("\n", "")).not.toMatch(/\p{C}/u);
    }
  });
});
