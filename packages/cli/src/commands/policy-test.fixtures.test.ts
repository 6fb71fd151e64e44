import { describe, expect, it } from "vitest";
import { FIXTURES, scratchWithFixture } from "../../test/fixture-scratch.ts";
import { Scratch } from "../../test/scratch.ts";

describe("the fixtures of capfence policy test", () => {
  it("reads JSON, a single case, and the original's form", async () => {
    const event = { actor: { id: "a", role: "ops" }, action: { capability: "shell.execute" } };
    const scratch = scratchWithFixture(
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
    const scratch = scratchWithFixture(FIXTURES);
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
      const scratch = scratchWithFixture(text);
      const { code, output, errors } = await scratch.run("policy", "test", scratch.fixture);
      expect([code, output]).toEqual([2, ""]);
      expect(errors).toContain(message);
    },
  );

  it("names the place in a policy that does not load, and every problem of every fixture", async () => {
    const scratch = scratchWithFixture(FIXTURES.replace("expected: deny", "expected: denied"));
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
});
