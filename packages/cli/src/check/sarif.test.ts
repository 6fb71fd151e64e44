import type { Log, Result } from "sarif";
import { describe, expect, it } from "vitest";
import { Scratch } from "../../test/scratch.ts";

/** The log of a policy of this text, which is checked in its own folder. */
function sarif(
  text: string,
  name = "ops policy.yaml",
): { readonly code: unknown; readonly log: Log } {
  const scratch = new Scratch();
  scratch.file(name, text);
  const { code, output, errors } = scratch.spawn("check-policy", name, "--format", "sarif");
  expect(errors).toBe("");
  return { code, log: JSON.parse(output) as Log };
}

const results = ({ runs }: Log): readonly Result[] => runs[0]?.results ?? [];

const region = (startColumn: number): object => ({
  physicalLocation: {
    artifactLocation: { uri: "ops%20policy.yaml" },
    region: { startLine: 2, startColumn },
  },
});

describe("capfence check-policy --format sarif", () => {
  it("says of a sound policy that nothing was found", () => {
    const { code, log } = sarif("allow: [a.b]");
    expect(code).toBe(0);
    expect(log.version).toBe("2.1.0");
    expect(log.runs).toHaveLength(1);
    expect(results(log)).toEqual([]);
    expect(log.runs[0]?.invocations).toEqual([{ executionSuccessful: true }]);
  });

  it("has each finding with its rule, level and place, as a relative URI", () => {
    const { code, log } = sarif(`deny: [shell]\nallow: ["*", shell.execute]\n`);
    expect(code).toBe(0);
    expect(results(log)).toMatchObject([
      { ruleId: "blanket_allow", level: "warning", locations: [region(9)] },
      { ruleId: "shadowed_allow", level: "warning", locations: [region(14)] },
    ]);
  });

  it("has every problem of a policy that does not load", () => {
    const { code, log } = sarif("deny:\n  - capability: a.b\n    containz: x\nalow: []\n");
    expect(code).toBe(2);
    expect(results(log)).toMatchObject([
      {
        ruleId: "load_error",
        level: "error",
        message: {
          text: 'deny[0].containz: unknown key "containz"; did you mean "contains"?',
        },
        locations: [{ physicalLocation: { region: { startLine: 3 } } }],
      },
      { ruleId: "load_error", locations: [{ physicalLocation: { region: { startLine: 4 } } }] },
    ]);
  });

  it("describes every rule that results name, at the index they give", () => {
    const { log } = sarif(
      `tools: { t: x.y }
deny: [{ capability: a.b, environment: prodution }, { capability: "*", amount_gt: 1 }]
require_approval: [{ capability: c.d, caller_depth_lt: 0 }]
allow: ["*", a.b, a.b, { capability: shell.run, contains: x }]
`,
    );
    const rules = log.runs[0]?.tool.driver.rules ?? [];
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const rule of rules) {
      expect(rule.id).toMatch(/^[a-z_]+$/);
      expect(rule.name).toMatch(/^[A-Z][A-Za-z]+$/);
      expect(rule.shortDescription?.text).toMatch(/\.$/);
      expect(rule.help?.text).toMatch(/\.$/);
    }
    expect(results(log).length).toBeGreaterThan(5);
    for (const { ruleId, ruleIndex = -1 } of results(log))
      expect(rules[ruleIndex]?.id).toBe(ruleId);
  });

  it("names a file outside the working folder by its whole URI", async () => {
    const scratch = new Scratch();
    const file = scratch.file("ops policy.yaml", "alow: []");
    const { output } = await scratch.run("check-policy", file, "--format", "sarif");
    const [result] = results(JSON.parse(output) as Log);
    const { uri } = result?.locations?.[0]?.physicalLocation?.artifactLocation ?? {};
    expect(uri).toMatch(/^file:\/\/\/.*\/ops%20policy\.yaml$/);
  });

  it("shows a hostile policy harmless", () => {
    const { log } = sarif(`"\\e[2J\\u202E": 1\n`);
    expect(JSON.stringify(log)).not.toMatch(/\p{C}/u);
    expect(results(log)[0]?.message.text).not.toMatch(/\p{C}/u);
  });
});

describe("capfence check-policy --format", () => {
  it("prints the same JSON as --json, and takes one of the two", async () => {
    const scratch = new Scratch();
    const file = scratch.file("ops.yaml", `allow: ["*"]`);
    const one = await scratch.run("check-policy", file, "--format", "json");
    const other = await scratch.run("check-policy", file, "--json");
    expect(one).toEqual(other);
    expect((await scratch.run("check-policy", file, "--format", "text")).output).toContain("VALID");
    expect((await scratch.run("check-policy", file, "--json", "--format", "sarif")).code).toBe(2);
    expect((await scratch.run("check-policy", file, "--format", "xml")).code).toBe(2);
  });
});
