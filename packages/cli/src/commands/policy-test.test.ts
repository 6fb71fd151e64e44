import { describe, expect, it } from "vitest";
import { Scratch } from "../../test/scratch.ts";

const STRICT = `name: strict
deny: [{ id: no-root, capability: shell.execute, contains: "rm -rf" }]
require_approval: [shell.execute]
`;
const RELAXED = `name: relaxed
tools: { run_shell: shell.execute }
warn: [{ capability: shell.execute, user_role: admin }]
allow: [{ capability: shell.execute, user_role: ops }]
`;
const FIXTURES = `suite: shell pack
policies: [strict.yaml, relaxed.yaml]
cases:
  - name: lists a folder
    event: { actor: agent, capability: shell.execute, user_role: ops, payload: { command: ls -la } }
    expected: { strict.yaml: require_approval, relaxed.yaml: allow }
  - name: deletes
    event: { actor: agent, capability: shell.execute, payload: { command: rm -rf / } }
    expected: deny
  - name: marks an administrator
    policy: relaxed.yaml
    event: { actor: { id: agent, role: admin }, action: { name: run_shell }, payload: { command: ls } }
    expected: { verdict: warn, reason: policy_allow, rule: "warn[0]" }
`;

function scratchWith(fixtures: string, name = "fixtures.yaml"): Scratch & { fixture: string } {
  const scratch = new Scratch();
  scratch.file("strict.yaml", STRICT);
  scratch.file("relaxed.yaml", RELAXED);
  return Object.assign(scratch, { fixture: scratch.file(name, fixtures) });
}

describe("capfence policy test", () => {
  it("passes where every policy decides what every case expects", async () => {
    const scratch = scratchWith(FIXTURES);
    const { code, output, errors } = await scratch.run("policy", "test", scratch.fixture);
    expect([code, errors]).toEqual([0, ""]);
    expect(output).toMatch(
      /^✓ shell pack \(\S+fixtures\.yaml\): 5 checks of 3 cases, passed\n5 checks, all passed\n$/,
    );
  });

  it("shows for each failure what was expected, what came, and why", async () => {
    const scratch = scratchWith(FIXTURES.replace("expected: deny", "expected: allow"));
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
    const scratch = scratchWith(
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
    const scratch = scratchWith(FIXTURES.replace("verdict: warn", "verdict: allow"));
    const { code, output } = await scratch.run("policy", "test", scratch.fixture);
    expect(code).toBe(1);
    expect(output).toContain("expected allow, got warn\n");
  });

  it("names the rules that hold in no case, and fails for them, only when it is told to be strict", async () => {
    const scratch = scratchWith(FIXTURES);
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

  it("says all of it as JSON", async () => {
    const scratch = scratchWith(FIXTURES.replace("expected: deny", "expected: allow"));
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

  it("reads JSON, a single case, and the original's form", async () => {
    const event = { actor: { id: "a", role: "ops" }, action: { capability: "shell.execute" } };
    const scratch = scratchWith(
      JSON.stringify({
        suite: "starter",
        cases: [
          { name: "one", policy: "strict.yaml", event, expected: { verdict: "deny" } },
          {
            name: "two",
            policy: "relaxed.yaml",
            event: { ...event, actor: "a" },
            expected: { verdict: "default_deny" },
          },
        ],
      }),
      "starter.json",
    );
    const single = scratch.file(
      "case.yaml",
      "name: alone\npolicy: relaxed.yaml\nevent: { actor: a, capability: x.y }\nexpected: deny\n",
    );
    const { code, output } = await scratch.run("policy", "test", scratch.fixture, single);
    expect([code, output]).toEqual([0, expect.stringMatching(/\n3 checks, all passed\n$/)]);
    expect(output).toContain("✓ alone (");
  });

  it("finds every fixture below a folder, and runs each file once", async () => {
    const scratch = scratchWith(FIXTURES);
    for (const folder of ["b/c", "a", ".hidden", "node_modules/x"])
      scratch.file(
        `${folder}/fixtures.yaml`,
        `name: ${folder}\npolicy: ${"../".repeat(folder.split("/").length)}strict.yaml\ncases: [{ name: x, event: { actor: a, capability: x.y }, expected: deny }]\n`,
      );
    const { output } = await scratch.run("policy", "test", scratch.folder, scratch.fixture);
    expect(output.match(/^✓ [\w ./]+ \(/gm)).toEqual(["✓ a (", "✓ b/c (", "✓ shell pack ("]);
  });

  it.each([
    ["no cases", "suite: x\n", "1:1: the fixture has no cases"],
    [
      "an empty list of cases",
      "policy: strict.yaml\ncases: []\n",
      "2:8: cases: the fixture has no cases",
    ],
    ["nothing at all", "", "1:1: the file is empty; a fixture needs cases"],
    ["a list", "- a\n", "1:1: a fixture is a mapping with cases, got a list"],
    ["bad YAML", "cases: [\n", "2:1: "],
    ["an unknown key", `${FIXTURES}extra: 1\n`, '14:1: extra: unknown key "extra"'],
    [
      "an unknown key of a case",
      FIXTURES.replace("name: deletes", "nam: deletes"),
      '7:5: cases[1].nam: unknown key "nam"; did you mean "name"?',
    ],
    [
      "a case without expectation",
      FIXTURES.replace("    expected: deny\n", ""),
      "cases[1]: the case has no expected; add one",
    ],
    [
      "a case that is a text",
      "policy: strict.yaml\ncases: [x]\n",
      'cases[0]: a case is a mapping with name, event and expected, got "x"',
    ],
    [
      "an unknown verdict",
      FIXTURES.replace("expected: deny", "expected: denied"),
      '9:15: cases[1].expected: expected one of allow, warn, deny, require_approval, default_deny, got "denied"',
    ],
    [
      "an unknown reason",
      FIXTURES.replace("reason: policy_allow", "reason: because"),
      "expected one of policy_allow, policy_deny",
    ],
    ["an expectation without verdict", FIXTURES.replace("verdict: warn, ", ""), "has no verdict"],
    [
      "an unknown key of an expectation",
      FIXTURES.replace("rule:", "rul:"),
      'unknown key "rul"; did you mean "rule"?',
    ],
    [
      "a policy it does not expect anything of",
      FIXTURES.replace(", relaxed.yaml: allow", ""),
      '6:15: cases[0].expected: says nothing of "relaxed.yaml"',
    ],
    [
      "an expectation of no policy of it",
      FIXTURES.replace("{ strict.yaml: req", "{ strickt.yaml: req"),
      '"strickt.yaml" is none of the case\'s policies; did you mean "strict.yaml"?',
    ],
    [
      "no policy",
      FIXTURES.replace("policies: [strict.yaml, relaxed.yaml]\n", ""),
      "cases[0]: the case has no policy",
    ],
    [
      "too many policies",
      FIXTURES.replace("[strict.yaml,", `[${"strict.yaml,".repeat(40)}`),
      "cases[0]: a case has at most 32 policies, got 41",
    ],
    [
      "two kinds of policies",
      FIXTURES.replace("suite: shell pack", "policy: strict.yaml"),
      "has both policy and policies",
    ],
    [
      "a policy that is not there",
      FIXTURES.replace("policy: relaxed.yaml", "policy: no-such.yaml"),
      "11:13: cases[2].policy: there is no policy at",
    ],
    [
      "an event that is a text",
      FIXTURES.replace(/event: \{ actor: agent, .+rm -rf.+/, "event: x"),
      'cases[1].event: an event is a mapping, got "x"',
    ],
    [
      "an unknown key of an event",
      FIXTURES.replace("user_role: ops", "user_rule: ops"),
      '5:55: cases[0].event.user_rule: unknown key "user_rule"; did you mean "user_role"?',
    ],
  ])(
    "exits with 2 and says where and how to mend a fixture with %s",
    async (_what, text, message) => {
      const scratch = scratchWith(text);
      const { code, output, errors } = await scratch.run("policy", "test", scratch.fixture);
      expect([code, output]).toEqual([2, ""]);
      expect(errors).toContain(message);
    },
  );

  it("names the place in a policy that does not load, and every problem of every fixture", async () => {
    const scratch = scratchWith(FIXTURES.replace("expected: deny", "expected: denied"));
    scratch.file("bad.yaml", "alow: []\n");
    const other = scratch.file(
      "other.yaml",
      "policy: bad.yaml\ncases: [{ name: x, event: { actor: a, capability: x.y }, expected: deny }]\n",
    );
    const { code, errors } = await scratch.run("policy", "test", scratch.fixture, other);
    expect(code).toBe(2);
    expect(errors).toMatch(/fixtures\.yaml:9:15: /);
    expect(errors).toMatch(/bad\.yaml:1:1: alow: unknown key/);
  });

  it("exits with 2 where there is no fixture", async () => {
    const scratch = new Scratch();
    for (const [path, message] of [
      [scratch.folder, "there is no fixtures.yaml below"],
      [`${scratch.folder}/none.yaml`, "there is no fixture at"],
    ] as const) {
      const { code, errors } = await scratch.run("policy", "test", path);
      expect([code, errors]).toEqual([2, expect.stringContaining(message)]);
    }
  });

  it("says that a policy is no fixture", async () => {
    const scratch = new Scratch();
    const policy = scratch.file("ops.yaml", "allow: [a.b]\n");
    const { code, errors } = await scratch.run("policy", "test", policy);
    expect([code, errors]).toEqual([2, expect.stringContaining("this is a policy")]);
  });

  it("exits with 2 for a file that is no UTF-8 text", async () => {
    const scratch = new Scratch();
    const file = scratch.file("fixtures.yaml", Uint8Array.of(0xff, 0xfe));
    const { code, errors } = await scratch.run("policy", "test", file);
    expect([code, errors]).toEqual([2, expect.stringContaining("cannot read the fixture")]);
  });

  it("lets nothing hostile reach the terminal", async () => {
    const scratch = scratchWith(
      String.raw`{ suite: "\e[2J", policy: strict.yaml, cases: [{ name: "\u202E", event: { actor: "a", capability: x.y }, expected: allow }] }`,
    );
    for (const more of [[], ["--json"]]) {
      const { code, output } = await scratch.run("policy", "test", scratch.fixture, ...more);
      expect(code).toBe(1);
      expect(output.replaceAll("\n", "")).not.toMatch(/\p{C}/u);
    }
  });
});
