import { describe, expect, it } from "vitest";
import { ActionEvent, type ActionEventInput } from "../../action/event.ts";
import { PolicyLoadError } from "../../errors.ts";
import { CompiledPolicy } from "../compiled/policy.ts";
import type { Decision } from "../decision.ts";
import type { PolicyDocument } from "./document.ts";
import { loadPolicyDocument } from "./load.ts";

type Files = Readonly<Record<string, string>>;

/** Loads `child.yaml` of these files. */
function load(files: Files, reads: string[] = []): PolicyDocument {
  return loadPolicyDocument("child.yaml", {
    resolve: (path) => path,
    read(path) {
      reads.push(path);
      const text = files[path];
      if (text === undefined) throw new Error("no such file");
      return text;
    },
  });
}

function decide(files: Files, call: Partial<ActionEventInput>): Decision {
  return new CompiledPolicy(load(files)).decide(ActionEvent.create({ actor: "a", ...call }));
}

function errorOf(files: Files): string {
  try {
    load(files);
    return "loads";
  } catch (error) {
    if (error instanceof PolicyLoadError) return error.message;
    throw error;
  }
}

describe("extends", () => {
  it("adds a child's rules to its parents', parents' first", () => {
    const document = load({
      "child.yaml": "extends: [one.yaml, two.yaml]\nallow: [c.own]\n",
      "one.yaml": "deny: [a.one]\n",
      "two.yaml": "extends: one.yaml\nallow: [b.two]\n",
    });
    expect(document.rules.map((rule) => rule.patterns[0]?.join("."))).toStrictEqual([
      "a.one",
      "b.two",
      "c.own",
    ]);
    expect(document.rules.map((rule) => rule.reference.file)).toStrictEqual([
      "one.yaml",
      "two.yaml",
      "child.yaml",
    ]);
  });

  it("cannot take back what a parent denies, asks for or marks", () => {
    const files = {
      "child.yaml": "extends: base.yaml\ndeny: []\nallow: ['*']\n",
      "base.yaml": "deny: [a.denied]\nrequire_approval: [a.asked]\nwarn: [a.marked]\n",
    };
    expect(decide(files, { capability: "a.denied" }).effect).toBe("deny");
    expect(decide(files, { capability: "a.asked" }).effect).toBe("require_approval");
    expect(decide(files, { capability: "a.marked" })).toMatchObject({
      effect: "allow",
      warn: true,
    });
    expect(decide(files, { capability: "a.other" })).toMatchObject({
      effect: "allow",
      warn: false,
    });
  });

  it.each([
    ["deny", "allow", "deny"],
    ["allow", "deny", "deny"],
    ["require_approval", "warn", "require_approval"],
    ["warn", "require_approval", "require_approval"],
    ["require_approval", "block", "deny"],
  ])(
    "merges a risk level that is %s in a parent and %s in a child to %s",
    (parent, child, action) => {
      const { riskLevels } = load({
        "child.yaml": `extends: base.yaml\nrisk_levels: { high: ${child} }\n`,
        "base.yaml": `risk_levels: { high: ${parent} }\n`,
      });
      expect(riskLevels.get("high")?.action).toBe(action);
    },
  );

  it("cannot hide an amount from a parent's rule by declaring it elsewhere", () => {
    const files = {
      "child.yaml": "extends: base.yaml\nfields: { pay.out: { amount: /fee } }\nallow: [pay.out]\n",
      "base.yaml": `fields: { "pay.*": { amount: /amount } }
deny: [{ capability: pay.out, amount_gt: 1000 }]
`,
    };
    expect(decide(files, { capability: "pay.out", payload: { amount: 5000, fee: 1 } }).effect).toBe(
      "deny",
    );
    expect(decide(files, { capability: "pay.out", payload: { amount: 1, fee: 5000 } }).effect).toBe(
      "deny",
    );
    expect(decide(files, { capability: "pay.out", payload: { amount: 1, fee: 1 } }).effect).toBe(
      "allow",
    );
  });

  it("refuses a tool with two capabilities, naming both places", () => {
    expect(
      errorOf({
        "child.yaml": "extends: base.yaml\ntools:\n  run: files.read\n",
        "base.yaml": "tools: { run: shell.execute }\n",
      }),
    ).toBe(
      'child.yaml:3:3: tools.run: is "files.read" here but "shell.execute" in base.yaml:1; a tool has one capability',
    );
    expect(
      errorOf({
        "child.yaml": "name: x\nextends: [base.yaml, other.yaml]\n",
        "base.yaml": "tools: { run: shell.execute }\n",
        "other.yaml": "tools: { run: files.read }\n",
      }),
    ).toContain('child.yaml:2:1: tools.run: is "files.read" here');
  });

  it("keeps a parent's timeout, environments and tools where the child says nothing", () => {
    const document = load({
      "child.yaml": "extends: base.yaml\nenvironments: [qa]\n",
      "base.yaml": "approval_timeout_seconds: 60\nenvironments: [canary]\ntools: { run: a.b }\n",
    });
    expect(document.approvalTimeoutSeconds).toBe(60);
    expect(document.environments).toStrictEqual(["canary", "qa"]);
    expect(document.tools.get("run")?.capability).toBe("a.b");
  });

  it("counts what two parents have from a third once", () => {
    const document = load({
      "child.yaml": "extends: [one.yaml, two.yaml]\n",
      "one.yaml": "extends: base.yaml\n",
      "two.yaml": "extends: base.yaml\n",
      "base.yaml":
        "environments: [qa]\nfields: { a.b: { url: /u } }\ntools: { run: a.b }\nallow: [a.b]\n",
    });
    expect(document.environments).toStrictEqual(["qa"]);
    expect(document.fields).toHaveLength(1);
    expect(document.rules).toHaveLength(1);
    expect([...document.tools.keys()]).toStrictEqual(["run"]);
  });
});

describe("extends that does not load", () => {
  it.each<[string, Files, string]>([
    [
      "itself",
      { "child.yaml": "name: x\nextends: child.yaml\n" },
      'child.yaml:2:10: extends: "child.yaml" extends this file, so the two would never end',
    ],
    [
      "a cycle of three",
      {
        "child.yaml": "extends: [a.yaml]\n",
        "a.yaml": "extends: [b.yaml]\n",
        "b.yaml": "extends:\n  - child.yaml\n",
      },
      'b.yaml:2:5: extends[0]: "child.yaml" extends this file, so the two would never end',
    ],
    [
      "a missing parent",
      { "child.yaml": "extends: [gone.yaml]\n" },
      'child.yaml:1:11: extends[0]: cannot read "gone.yaml": no such file',
    ],
    [
      "a parent with a problem, named by the parent's file",
      { "child.yaml": "extends: base.yaml\n", "base.yaml": "denyy: []\n" },
      'base.yaml:1:1: denyy: unknown key "denyy"; did you mean "deny"?',
    ],
  ])("%s", (_name, files, message) => {
    expect(errorOf(files)).toBe(message);
  });
});

describe("a file that many extend", () => {
  it("is read once, and its rules count once", () => {
    const reads: string[] = [];
    const files: Record<string, string> = { "child.yaml": "extends: [l0a.yaml, l0b.yaml]\n" };
    for (let level = 0; level < 30; level += 1)
      for (const side of ["a", "b"])
        files[`l${level}${side}.yaml`] = `extends: [l${level + 1}a.yaml, l${level + 1}b.yaml]\n`;
    files["l30a.yaml"] = "deny: [a.b]\n";
    files["l30b.yaml"] = "deny: [c.d]\n";
    expect(load(files, reads).rules).toHaveLength(2);
    expect(new Set(reads).size).toBe(reads.length);
  });
});
