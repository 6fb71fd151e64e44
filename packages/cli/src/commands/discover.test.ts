import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { CapabilitySystem } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { NOTE_SERVER, noteServer, projectOf, toolFile } from "../../test/reachable.ts";
import { Scratch } from "../../test/scratch.ts";

describe("capfence discover", () => {
  it("asks the server of a command, and prints its tools", async () => {
    const { code, output } = await new Scratch().run("discover", "--", ...NOTE_SERVER);
    expect(output).toMatch(/^server +client +state +tools +where$/m);
    expect(output).toMatch(/ given +listed +4 /);
    expect(output).toMatch(/^\w+ +\S+ +unmapped /m);
    expect(code).toBe(0);
  });

  it("finds what the configuration of a project names, and says where", async () => {
    const scratch = new Scratch();
    const file = projectOf(scratch, { notes: noteServer() });
    const { output } = await scratch.run(
      "discover",
      "--project",
      scratch.folder,
      "--yes",
      "--json",
    );
    expect(JSON.parse(output)).toMatchObject({
      servers: [{ name: "notes", state: "listed", origin: { file, line: 3 } }],
    });
  });

  it("looks at nothing else where something is named", async () => {
    const scratch = new Scratch();
    projectOf(scratch, { notes: noteServer() });
    const parameters = ["--project", scratch.folder, "--tools", toolFile(scratch)];
    const { output } = await scratch.run("discover", "--yes", "--json", ...parameters);
    const { servers } = JSON.parse(output) as { readonly servers: readonly object[] };
    expect(servers).toHaveLength(1);
  });

  it("says that nothing is there where no configuration names a server", async () => {
    const scratch = new Scratch();
    expect(await scratch.run("discover", "--project", scratch.folder)).toEqual({
      code: 0,
      output: "no configuration names a server\n\nnothing was found in what was listed\n",
      errors: "",
    });
  });

  it("reads definitions from a file and from standard input alike", async () => {
    const scratch = new Scratch();
    const file = toolFile(scratch);
    scratch.input = [readFileSync(file, "utf8")];
    for (const from of [file, "-"]) {
      // oxlint-disable-next-line no-await-in-loop
      const { code, output } = await scratch.run("discover", "--tools", from);
      expect(output).toContain("execute_code");
      expect(output).toContain("[code_execution]");
      expect(code).toBe(0);
    }
  });

  it.each(["critical", "low"])("exits with 1 where a finding is at least %s", async (severity) => {
    const scratch = new Scratch();
    const file = toolFile(scratch);
    const { code } = await scratch.run("discover", "--tools", file, "--fail-on", severity);
    expect(code).toBe(1);
  });

  it.each<[number, string, readonly string[]]>([
    [0, "all servers were asked", ["--yes"]],
    [0, "nobody wants servers to be asked", ["--offline"]],
    [2, "nobody has agreed to ask a server", []],
  ])("exits with %i where no finding is that bad and %s", async (expected, _where, more) => {
    const scratch = new Scratch();
    projectOf(scratch, { notes: noteServer() });
    const parameters = ["--project", scratch.folder, "--fail-on", "critical"];
    const { code } = await scratch.run("discover", ...parameters, ...more);
    expect(code).toBe(expected);
  });

  it.each([
    [
      "a server crashes when it is looked at",
      { one: { command: process.execPath, args: ["-e", "1"] } },
    ],
    ["an entry cannot be used", { one: { command: "one", url: "https://a.example" } }],
  ])(
    "exits with 2 for --fail-on where %s, so that nobody knows its tools",
    async (_how, servers) => {
      const scratch = new Scratch();
      projectOf(scratch, servers);
      const parameters = ["--project", scratch.folder, "--fail-on", "critical", "--yes"];
      const { code, errors } = await scratch.run("discover", ...parameters);
      expect(code).toBe(2);
      expect(errors).toContain("the tools of 1 of 1 servers are not known");
    },
  );

  it("exits with 2 where the server that was named cannot be asked", async () => {
    const scratch = new Scratch();
    const { code, output } = await scratch.run("discover", "--", join(scratch.folder, "nothing"));
    expect(output).toMatch(/ failed +- /);
    expect(output).toContain("failed, so that nobody knows their tools:\n  nothing-");
    expect(code).toBe(2);
  });

  it("exits with 2 where definitions cannot be read, and says so beside the report", async () => {
    const { code, errors, output } = await new Scratch().run(
      "discover",
      "--tools",
      "no.json",
      "--json",
    );
    expect(code).toBe(2);
    expect(errors).toMatch(/^capfence: .*no.*: /);
    expect(JSON.parse(output)).toMatchObject({ summary: { servers: { failed: 1 } } });
  });

  it.each([
    [["--offline", "--", "npx"], "--offline asks no server"],
    [["--url", "ftp://user:pass@host/"], "--url: it "],
    [["--json", "--format", "html"], "cannot be used with"],
    [["--format", "xml"], "Allowed choices are table, json, sarif, html"],
    [["--fail-on", "bad"], "Allowed choices are info, low, medium, high, critical"],
    [["--project", "nowhere"], '--project: there is no folder "nowhere"'],
    [["--client", "claude-cod"], 'did you mean "claude-code"'],
  ])("refuses %j", async (parameters, message) => {
    const { code, errors, output } = await new Scratch().run("discover", ...parameters);
    expect(code).toBe(2);
    expect(errors).toContain(message);
    expect(`${errors}${output}`).not.toContain("pass@");
  });

  it("loads nothing of discovery for help", () => {
    const trace = `
import { registerHooks } from "node:module";
registerHooks({ load: (url, context, next) => { if (url.includes("/discover/")) console.error(url); return next(url, context); } });`;
    const main = join(import.meta.dirname, "../main.ts");
    const traced = (...parameters: readonly string[]): string =>
      spawnSync(
        process.execPath,
        [
          "--conditions=@capfence/source",
          "--import",
          `data:text/javascript,${encodeURIComponent(trace)}`,
          main,
          ...parameters,
        ],
        { encoding: "utf8", cwd: new Scratch().folder },
      ).stderr;
    expect(traced("--help")).toBe("");
    expect(traced("discover", "--offline", "--tools", "nothing")).toContain("packages/discover/");
  });
});

describe("capfence discover --out, --policy and --lock", () => {
  it("writes each file, of which the policy loads, and prints nothing but that", async () => {
    const scratch = new Scratch();
    const [out, policy, lock] = ["page.html", "capfence.yaml", "lock.json"].map((name) =>
      join(scratch.folder, name),
    ) as [string, string, string];
    const parameters = ["--format", "html", "--out", out, "--policy", policy, "--lock", lock];
    const named = ["--", ...NOTE_SERVER];
    const { code, output, errors } = await scratch.run("discover", ...parameters, ...named);
    expect({ code, output }).toEqual({ code: 0, output: "" });
    expect(errors).toBe(`wrote ${out}\nwrote ${policy}\nwrote ${lock}\n`);
    expect(readFileSync(out, "utf8")).toMatch(/^<!doctype html>/);
    expect(() => new CapabilitySystem().loadPolicy(policy)).not.toThrow();
    expect(readFileSync(lock, "utf8")).toContain('"unmapped"');
  });

  it.each(["--out", "--policy", "--lock"])("keeps what is in the file of %s", async (option) => {
    const scratch = new Scratch();
    const started = join(scratch.folder, "started");
    const file = scratch.file("kept", "mine");
    const start = `require("node:fs").writeFileSync(${JSON.stringify(started)}, "")`;
    const named = ["--", process.execPath, "-e", start];
    const { code, errors } = await scratch.run("discover", option, file, ...named);
    expect(code).toBe(1);
    expect(errors).toContain("exists and was left as it is");
    expect(readFileSync(file, "utf8")).toBe("mine");
    expect(existsSync(started)).toBe(false);
  });

  it("writes all of them or none", async () => {
    const scratch = new Scratch();
    const [out, policy, lock] = ["out", "policy.yaml", "no/lock"].map((name) =>
      join(scratch.folder, name),
    ) as [string, string, string];
    const parameters = ["--out", out, "--policy", policy, "--lock", lock];
    const tools = ["--tools", toolFile(scratch)];
    const { code, errors } = await scratch.run("discover", ...tools, ...parameters);
    expect(code).toBe(2);
    expect(errors).toContain("cannot write");
    expect([out, policy].filter((file) => existsSync(file))).toEqual([]);
  });

  it("replaces a report where that is forced, and takes one file for one thing", async () => {
    const scratch = new Scratch();
    const file = scratch.file("kept", "mine");
    const tools = ["discover", "--tools", toolFile(scratch)];
    expect(await scratch.run(...tools, "--out", file, "--force")).toMatchObject({ code: 0 });
    expect(readFileSync(file, "utf8")).toContain("execute_code");
    const twice = ["--out", file, "--policy", file, "--force"];
    expect(await scratch.run(...tools, ...twice)).toMatchObject({ code: 2 });
  });
});
