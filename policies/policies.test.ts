import { existsSync, globSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadFixtures, type ReadyFixture } from "../packages/cli/src/fixtures/load-fixtures.ts";
import { runCheck } from "../packages/cli/src/fixtures/run-check.ts";
import { untestedRules } from "../packages/cli/src/fixtures/untested-rules.ts";
import { CapabilitySystem, lintPolicy, type PolicyDocument } from "../packages/core/src/index.ts";
import { PolicySource } from "../packages/core/src/source.ts";

const VARIANTS = ["strict.yaml", "baseline.yaml", "observe.yaml"];
const WORDS = ["name", "description", "mode"];
const SCHEMA = "# yaml-language-server: $schema=https://capfence.dev/schema/policy-v1.json\n";

const here = import.meta.dirname;
const packs = readdirSync(here, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

function text(pack: string, file: string): string {
  return readFileSync(join(here, pack, file), "utf8");
}

function document(pack: string, variant: string): PolicyDocument {
  const system = new CapabilitySystem().loadPolicy(join(here, pack, variant));
  if (system.document === undefined) throw new TypeError("a loaded policy has a document");
  return system.document;
}

/** A policy as it is written, without the words and the mode in which variants of the same rules differ. */
function withoutWords(pack: string, variant: string): object {
  const source = new PolicySource(variant);
  const root = source.read(text(pack, variant).replaceAll(`/${variant}\n`, "/same.yaml\n"));
  const known = root?.entries.filter(({ name }) => !WORDS.includes(name)) ?? [];
  return Object.fromEntries(known.map(({ name, node }) => [name, node.value]));
}

async function fixtures(pack: string): Promise<ReadyFixture> {
  const [fixture] = await loadFixtures([join(here, pack, "fixtures.yaml")]);
  if (fixture === undefined) throw new TypeError("a file that loads is a fixture");
  return fixture;
}

describe("the policy packs", () => {
  it("are folders that have everything a pack has, and nothing else", () => {
    const wanted = [...VARIANTS, "README.md", "fixtures.yaml"].toSorted();
    const found = packs.map((pack) => [pack, ...readdirSync(join(here, pack)).toSorted()]);
    expect(found).toStrictEqual(packs.map((pack) => [pack, ...wanted]));
  });

  it("have all their fixtures run here", () => {
    const all = globSync("**/fixtures.yaml", { cwd: here }).toSorted();
    expect(all).toStrictEqual(packs.map((pack) => join(pack, "fixtures.yaml")).toSorted());
  });
});

describe.each(packs)("the pack %s", (pack) => {
  it.each(VARIANTS)("names the schema, itself and its purpose in %s", (variant) => {
    expect(text(pack, variant).startsWith(SCHEMA)).toBe(true);
    const { name, description, mode } = document(pack, variant);
    expect(name).toBe(`${pack}-${variant.replace(".yaml", "")}`);
    expect(description).toMatch(/\S/);
    expect(mode).toBe(variant === "observe.yaml" ? "observe" : "enforce");
  });

  it.each(VARIANTS)("has no rule that cannot do what it says in %s", (variant) => {
    const findings = lintPolicy(document(pack, variant));
    expect(findings.filter(({ code }) => code !== "text_condition")).toStrictEqual([]);
  });

  it.each(VARIANTS)(
    "stands alone, or extends other packs' policies of the same name in %s",
    (variant) => {
      const files = document(pack, variant).rules.map(({ reference }) => reference.file);
      const known = (pack === "agent" ? packs : [pack]).map((one) => join(here, one, variant));
      expect(files.filter((file) => !known.includes(file))).toStrictEqual([]);
    },
  );

  it("observes exactly what its baseline enforces", () => {
    expect(withoutWords(pack, "observe.yaml")).toStrictEqual(withoutWords(pack, "baseline.yaml"));
  });

  it("decides as its fixtures expect", async () => {
    const { checks } = await fixtures(pack);
    const failed = checks
      .map(runCheck)
      .filter(({ differences }) => differences.length > 0)
      .map(({ check, differences, explanation }) => ({
        case: `${check.name} [${check.policy}] line ${check.line}`,
        differences,
        because: explanation?.because,
      }));
    expect(failed).toStrictEqual([]);
  });

  it("has each of its decisions explained by a rule that stands as the decision says", async () => {
    const { checks } = await fixtures(pack);
    const explained = checks.map(({ system, action }) => {
      const { decision, rules } = system.explain(action);
      return [decision, rules.find(({ decides }) => decides)?.truth];
    });
    const decided = checks.map(({ system, action }) => {
      const decision = system.decide(action);
      const truth = decision.uncertain.length > 0 ? "uncertain" : "true";
      const named = decision.rule !== undefined && decision.rule.section !== "risk_levels";
      return [decision, named ? truth : undefined];
    });
    expect(explained).toStrictEqual(decided);
  });

  it.each(VARIANTS)("has a case for every rule of %s", async (variant) => {
    const file = join(here, pack, variant);
    const checks = (await fixtures(pack)).checks.filter(({ policyFile }) => policyFile === file);
    expect(checks.length).toBeGreaterThan(0);
    const own = untestedRules(checks).filter((rule) => rule.file === file);
    const untested = own.map(({ id, line }) => `${id} (line ${line})`);
    expect(untested).toStrictEqual([]);
  });

  it("has a readme with a title", () => {
    expect(existsSync(join(here, pack, "README.md"))).toBe(true);
    expect(text(pack, "README.md")).toMatch(/^# \S/);
  });
});
