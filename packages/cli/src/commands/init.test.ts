import { existsSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { describe, expect, it } from "vitest";
import { Collector, Scratch } from "../../test/scratch.ts";
import { CommandFailure } from "../command-failure.ts";
import { addInit } from "./init.ts";

const POLICY = (mode: string): string => `# what it is about
name: shell-${mode}
description: commands of an agent
${mode === "observe" ? "mode: observe\n" : ""}allow: [${mode === "strict" ? "shell.ls" : "shell.execute"}]
`;
const FIXTURES = `suite: shell pack
policies: [strict.yaml, baseline.yaml, observe.yaml]
cases:
  - name: 'runs "ls"'
    event: { actor: agent, capability: shell.execute, payload: { command: "ls # \\e[2J" } }
    expected: { strict.yaml: { verdict: deny, reason: policy_default_deny }, baseline.yaml: allow, observe.yaml: allow }
  - name: strict alone
    policy: strict.yaml
    event: { actor: agent, capability: shell.ls }
    expected: allow
`;

/** A scratch with a folder of packs, and `capfence init` on it. */
class Packs extends Scratch {
  readonly packs: string = join(this.folder, "packs");
  readonly out: string = join(this.folder, "out/capfence.yaml");

  constructor() {
    super();
    for (const variant of ["strict", "baseline", "observe"])
      this.file(`packs/shell/${variant}.yaml`, POLICY(variant));
    this.file("packs/shell/fixtures.yaml", FIXTURES);
    this.file("packs/empty/README.md", "not a pack");
  }

  async init(...parameters: readonly string[]): Promise<{ code: number; output: string }> {
    const output = new Collector();
    const terminal = { output, errors: output, clock: () => 0, stateFolder: this.state };
    const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
    let code = 0;
    addInit(program, terminal, (found) => (code = found), this.packs);
    try {
      await program.parseAsync(["init", ...parameters], { from: "user" });
    } catch (error) {
      if (!(error instanceof CommandFailure)) throw error;
      return { code: error.exitCode, output: error.message };
    }
    return { code, output: output.text };
  }
}

describe("capfence init", () => {
  it("lists the packs, with or without being told to", async () => {
    const packs = new Packs();
    const { code, output } = await packs.init();
    expect(code).toBe(0);
    expect(output).toMatch(
      /^pack {3}for\nshell {2}commands of an agent\n\neach has the variants strict, /,
    );
    expect(await packs.init("--list", "--pack", "shell")).toStrictEqual({ code, output });
    expect(JSON.parse((await packs.init("--json")).output)).toStrictEqual({
      packs: [
        {
          name: "shell",
          description: "commands of an agent",
          variants: ["strict", "baseline", "observe"],
        },
      ],
    });
  });

  it("writes the variant that was asked for, comments and all, and says what to do next", async () => {
    const packs = new Packs();
    const { code, output } = await packs.init("--pack", "shell", "--out", packs.out);
    expect(code).toBe(0);
    expect(readFileSync(packs.out, "utf8")).toBe(POLICY("baseline"));
    expect(output).toContain(`wrote ${packs.out}: pack shell, baseline\n`);
    expect(output).toContain("shell/README.md\n");
    expect(output).toContain(`\n  capfence check-policy ${packs.out}\n`);
    expect(existsSync(join(packs.folder, "out/fixtures.yaml"))).toBe(false);
    await packs.init("--pack", "shell", "--variant", "strict", "--out", packs.out, "--force");
    expect(readFileSync(packs.out, "utf8")).toBe(POLICY("strict"));
  });

  it.each([
    ["strict", 2],
    ["baseline", 1],
    ["observe", 1],
  ])("writes tests for the %s variant that its policy passes", async (variant, cases) => {
    const packs = new Packs();
    const tests = join(packs.folder, "out/fixtures.yaml");
    const place = ["--out", packs.out, "--with-tests"];
    const { output } = await packs.init("--pack", "shell", "--variant", variant, ...place);
    expect(output).toContain(`wrote ${tests}: ${cases} cases\n`);
    expect(output).toContain(`\n  capfence policy test ${tests}\n`);
    const result = await packs.run("policy", "test", tests);
    expect(result.output).toMatch(new RegExp(`^✓ shell ${variant} .+ of ${cases} case`));
    expect(result.code).toBe(0);
  });

  it("writes what a policy extends beside it, and leads to it", async () => {
    const packs = new Packs();
    packs.file(
      "packs/all/baseline.yaml",
      "# everything\nextends:\n  - ../files/baseline.yaml\n  - ../shell/baseline.yaml # commands\ndeny: [x.y]\n",
    );
    packs.file(
      "packs/files/baseline.yaml",
      "extends: ../shell/baseline.yaml\nallow: [files.read]\n",
    );
    const { code, output } = await packs.init("--pack", "all", "--out", packs.out);
    const folder = join(packs.folder, "out/capfence-packs");
    expect(code).toBe(0);
    expect(output).toContain(`wrote ${folder}: 2 policies that it extends\n`);
    expect(readFileSync(packs.out, "utf8")).toBe(
      "# everything\nextends:\n  - capfence-packs/files-baseline.yaml\n  - capfence-packs/shell-baseline.yaml # commands\ndeny: [x.y]\n",
    );
    expect(readdirSync(folder).toSorted()).toStrictEqual([
      "files-baseline.yaml",
      "shell-baseline.yaml",
    ]);
    expect(readFileSync(join(folder, "files-baseline.yaml"), "utf8")).toContain(
      "extends: shell-baseline.yaml\n",
    );
    expect((await packs.run("check-policy", packs.out)).code).toBe(0);
  });

  it("writes no part of a pack where one of its files exists", async () => {
    const packs = new Packs();
    packs.file("packs/all/baseline.yaml", "extends: ../shell/baseline.yaml\n");
    const there = packs.file("out/capfence-packs/shell-baseline.yaml", "mine");
    const { code, output } = await packs.init("--pack", "all", "--out", packs.out);
    expect([code, output]).toEqual([1, expect.stringContaining("shell-baseline.yaml")]);
    expect(existsSync(packs.out)).toBe(false);
    expect(readFileSync(there, "utf8")).toBe("mine");
  });

  it("overwrites nothing, and then writes nothing beside it either", async () => {
    const packs = new Packs();
    const tests = packs.file("out/fixtures.yaml", "mine");
    const all = ["--pack", "shell", "--out", packs.out, "--with-tests"];
    const { code, output } = await packs.init(...all);
    expect([code, output]).toEqual([1, expect.stringContaining("exists and was left as it is")]);
    expect(existsSync(packs.out)).toBe(false);
    expect(readFileSync(tests, "utf8")).toBe("mine");
    expect((await packs.init(...all, "--force")).code).toBe(0);
    expect(readFileSync(tests, "utf8")).toContain("shell baseline");
  });

  it("does not take a broken link for a file that is not there", async () => {
    const packs = new Packs();
    const target = join(packs.folder, "elsewhere");
    const out = join(packs.folder, "link.yaml");
    symlinkSync(target, out);
    expect((await packs.init("--pack", "shell", "--out", out)).code).toBe(1);
    expect(existsSync(target)).toBe(false);
  });

  it.each([
    ["shel", 'there is no pack "shel"; did you mean "shell"?'],
    ["../shell", 'there is no pack "../shell"'],
    ["empty", 'there is no pack "empty"'],
  ])("knows no pack %s", async (name, message) => {
    const { code, output } = await new Packs().init("--pack", name);
    expect([code, output]).toEqual([2, expect.stringContaining(message)]);
  });

  it("refuses a place it cannot write to, and tests in place of the policy", async () => {
    const packs = new Packs();
    const inFile = join(packs.file("plain", ""), "capfence.yaml");
    expect(await packs.init("--pack", "shell", "--out", inFile)).toMatchObject({ code: 2 });
    const out = join(packs.folder, "fixtures.yaml");
    expect(await packs.init("--pack", "shell", "--out", out, "--with-tests")).toMatchObject({
      code: 2,
      output: expect.stringContaining("beside its own tests"),
    });
  });

  it("asks for the pack where an option says that one is to be written", async () => {
    for (const option of [["--with-tests"], ["--variant", "strict"], ["--out", "x"], ["--force"]])
      expect(await new Packs().init(...option)).toMatchObject({
        code: 2,
        output: expect.stringContaining("add --pack NAME"),
      });
  });

  it("says that a folder is no file to write to, even by force", async () => {
    const packs = new Packs();
    const { code, output } = await packs.init("--pack", "shell", "--out", packs.folder, "--force");
    expect([code, output]).toEqual([2, expect.stringContaining("is a folder; name a file in it")]);
  });

  it("knows only the three variants", async () => {
    const { code, errors } = await new Scratch().run("init", "--pack", "x", "--variant", "loose");
    expect([code, errors]).toEqual([2, expect.stringContaining("strict, baseline, observe")]);
  });

  it("finds the packs of the repository from source", async () => {
    const { code, output } = await new Scratch().run("init", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(output)).toHaveProperty("packs");
  });
});
