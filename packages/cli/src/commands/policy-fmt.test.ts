import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CapabilitySystem } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { Scratch } from "../../test/scratch.ts";

const MESSY = `# for the desk

# what must not happen
allow:
    - crm.read     # looking is free
    - {amount_lte: 10.50, capability: 'payments.transfer', id: small}
    # the end of allow


deny: # nothing
  # about this rule
  - reason: "it \\u0064estroys"
    contains: ["rm -rf",   mkfs] # any of these
    capability: shell.execute
name: 'desk'   # ours
fields: {payments.transfer: {amount: /sum/net}}
risk_levels: {}
# the end
`;
const TIDY = `# for the desk

name: 'desk' # ours

fields:
  payments.transfer:
    amount: /sum/net

deny:
  # nothing
  # about this rule
  - capability: shell.execute
    contains: ["rm -rf", mkfs] # any of these
    reason: "it destroys"

# what must not happen
allow:
  - crm.read # looking is free
  - id: small
    capability: 'payments.transfer'
    amount_lte: 10.50
  # the end of allow
risk_levels: {}

# the end
`;

async function formatted(text: string, ...options: readonly string[]): Promise<string> {
  const scratch = new Scratch();
  const file = scratch.file("policy.yaml", text);
  const { code, output, errors } = await scratch.run("policy", "fmt", file, ...options);
  expect([code, errors]).toEqual([0, ""]);
  return output;
}

const digest = (text: string): string => new CapabilitySystem().loadPolicyText(text).digest;

describe("capfence policy fmt", () => {
  it("prints a policy with its keys in order, its comments, and one way of spacing", async () => {
    expect(await formatted(MESSY)).toBe(TIDY);
    expect(digest(TIDY)).toBe(digest(MESSY));
  });

  it("leaves alone what is in this form", async () => {
    expect(await formatted(TIDY)).toBe(TIDY);
    const scratch = new Scratch();
    const file = scratch.file("tidy.yaml", TIDY);
    expect(await scratch.run("policy", "fmt", "--check", file)).toMatchObject({
      code: 0,
      output: "",
    });
  });

  it("names the files that it would change, and changes none of them", async () => {
    const scratch = new Scratch();
    const files = [scratch.file("tidy.yaml", TIDY), scratch.file("messy.yaml", MESSY)];
    const { code, output } = await scratch.run("policy", "fmt", "--check", ...files);
    expect([code, output]).toEqual([1, `${files[1]}\n`]);
    expect(readFileSync(files[1] ?? "", "utf8")).toBe(MESSY);
  });

  it("writes the files that it changes, and names them", async () => {
    const scratch = new Scratch();
    const files = [scratch.file("tidy.yaml", TIDY), scratch.file("messy.yaml", MESSY)];
    const { code, output } = await scratch.run("policy", "fmt", "--write", ...files);
    expect([code, output]).toEqual([0, `${files[1]}\n`]);
    expect(readFileSync(files[1] ?? "", "utf8")).toBe(TIDY);
    expect((await scratch.run("policy", "fmt", "--check", "--write", ...files)).code).toBe(2);
  });

  it("adds the line by which editors find the schema, once and at the top", async () => {
    const line = "# yaml-language-server: $schema=https://capfence.dev/schema/policy-v1.json\n";
    const once = await formatted("# desk\nallow: [a.b]\n", "--schema");
    expect(once).toBe(`${line}\n# desk\nallow: [a.b]\n`);
    expect(await formatted(once, "--schema")).toBe(once);
    const moved = await formatted(`${line}allow:\n  - a.b\nname: x\n`);
    expect(moved).toBe(`${line}\nname: x\n\nallow:\n  - a.b\n`);
  });

  it("moves nothing where an alias stands for what came before it", async () => {
    const text = "deny: [&x a.b]\nname: x\nallow: [{ environment: test, capability: *x }]\n";
    const output = await formatted(text);
    expect(output).toBe(
      "deny: [&x a.b]\nname: x\n\nallow:\n  - environment: test\n    capability: *x\n",
    );
    expect(digest(output)).toBe(digest(text));
  });

  it("moves a comment with what stands at its depth", async () => {
    const text = "# on allow\nallow:\n  - a.b\ndeny:\n  - c.d\n  # end of deny\n# last\n";
    expect(await formatted(`name: x\n${text}`)).toBe(
      "name: x\n\ndeny:\n  - c.d\n  # end of deny\n\n# on allow\nallow:\n  - a.b\n\n# last\n",
    );
    const rules = "allow:\n  - { capability: a.b } # beside\n  # below\n  - c.d\n";
    expect(await formatted(rules)).toBe(
      "allow:\n  - capability: a.b\n    # beside\n  # below\n  - c.d\n",
    );
  });

  it.each([
    ["numbers as they are written", 'allow: [{ capability: a.b, amount_lt: "0.10" }, c.d]\n'],
    ["text that looks like something else", `name: "5"\ndescription: 'true'\nallow: ["a.b"]\n`],
    ["text over several lines", "description: |\n  one\n\n  two\nallow: [a.b]\n"],
    [
      "a long pattern on its line",
      `deny: [{ capability: a.b, match_regex: '^(${"x ".repeat(100)})$' }]\n`,
    ],
    ["the older form", "rules: [{ action: block, match_keywords: x, threshold: 1, id: y }]\n"],
    ["an explicit tag", "allow: [!!str a.b]\n"],
    [
      "a comment beside a mapping that is unfolded, and one below it",
      "allow:\n  - { capability: a.b } # beside\n  # below\n  - c.d\n",
    ],
    [
      "comments at several depths",
      "allow:\n  - capability: a.b\n    args:\n      /x: 1\n      # deep\n    # middle\n  # shallow\n\n# file\n",
    ],
    [
      "an empty line after the comment beside a mapping",
      "allow:\n  - { capability: a.b } # beside\n\n  - { capability: c.d }\n",
    ],
    ["comments without indentation", "deny:\n- a.b\n# x\nallow:\n- a.c\n# y\n\n\n# z\n"],
    ["carriage returns", "name: x\r\nallow: [a.b] # y\r\n"],
    ["a byte order mark", "\ufeffname: x\nallow: [a.b]\n"],
  ])("means the same, and prints the same again: %s", async (_name, text) => {
    const once = await formatted(text);
    expect(await formatted(once)).toBe(once);
    expect(digest(once)).toBe(digest(text));
  });

  const root = join(import.meta.dirname, "../../../..");
  const policies = globSync(["examples/**/*.yaml", "packages/*/demo/*.yaml"], {
    cwd: root,
    exclude: (name) => /node_modules|(?:fixtures|capfence\.mcp)\.yaml$/.test(name),
  });

  it.each(policies)("means the same, and prints the same again: %s", async (policy) => {
    const text = readFileSync(join(root, policy), "utf8");
    const once = await formatted(text);
    expect(await formatted(once)).toBe(once);
    expect(digest(once)).toBe(digest(text));
    for (const [comment] of text.matchAll(/(?<=^|\s)#.*/gm)) expect(once).toContain(comment);
  });

  it("keeps JSON as JSON", async () => {
    const output = await formatted(
      '{"allow":[{"amount_lt":"1.50","capability":"a.b"}],"name":"x"}',
    );
    expect(output).toBe(
      `${JSON.stringify(
        { name: "x", allow: [{ capability: "a.b", amount_lt: "1.50" }] },
        undefined,
        2,
      )}\n`,
    );
  });

  it("finds what a policy extends from where it stands", async () => {
    const scratch = new Scratch();
    scratch.file("base.yaml", "deny: [a.c]\n");
    const file = scratch.file("child.yaml", "allow: [a.b]\nextends: base.yaml\n");
    const { code, output } = await scratch.run("policy", "fmt", file);
    expect([code, output]).toEqual([0, "extends: base.yaml\nallow: [a.b]\n"]);
  });

  it("touches no policy that does not load", async () => {
    const scratch = new Scratch();
    const file = scratch.file("bad.yaml", "alow:   []\n");
    const { code, errors } = await scratch.run("policy", "fmt", "--write", file);
    expect(code).toBe(2);
    expect(errors).toMatch(/bad\.yaml:1:1: alow: unknown key/);
    expect(readFileSync(file, "utf8")).toBe("alow:   []\n");
  });

  it("says why it cannot read a file", async () => {
    const scratch = new Scratch();
    const binary = scratch.file("binary.yaml", Uint8Array.of(0xff, 0xfe));
    for (const [file, reason] of [
      ["no-such.yaml", "there is no such file"],
      [scratch.folder, "it is a folder; name a file in it"],
      [binary, "it is not UTF-8 text"],
    ] as const) {
      const { code, errors } = await scratch.run("policy", "fmt", file);
      const message = `capfence: cannot read the policy "${file}": ${reason}\n`;
      expect([code, errors]).toEqual([2, message]);
    }
  });
});
