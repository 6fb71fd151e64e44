import { describe, expect, it } from "vitest";
import samples from "../../../fixtures/shell-commands.json" with { type: "json" };
import { type Call, decide, truthOf } from "../../../test/judge.ts";
import type { JsonObject } from "../../encoding/json.ts";
import { isShellCapability, readShell } from "./reading.ts";

const of = (payload: JsonObject, call: Call = {}, literal = "rm -rf"): string =>
  truthOf("restrict", `contains: ${JSON.stringify(literal)}`, {
    capability: "shell.execute",
    payload,
    ...call,
  });

const line = (command: string, literal?: string): string => of({ command }, {}, literal);
const secret = (command: string): string => line(command, "/etc/shadow");
const push = (command: string): string => line(command, "git push --force");

describe("contains: rm -rf on a shell capability", () => {
  it.each(samples.found)("finds it in %j", (command) => {
    expect(line(command)).toBe("true");
  });

  it.each(samples.uncertain)("is uncertain of %j", (command) => {
    expect(line(command)).toBe("uncertain");
  });

  it.each(samples.cleared)("clears %j", (command) => {
    expect(line(command)).toBe("false");
  });
});

describe("where a payload carries its command", () => {
  it.each<JsonObject>([
    { command: ["rm", "-rf", "/"] },
    { command: ["rm", "-r", "-f", "/"] },
    { argv: ["rm", "-r", "-f", "/"] },
    { command: ["rm -r -f /"] },
    { command: ["ls", "r''m -r -f /"] },
    { commands: ["ls", "r''m -r -f /"] },
    { cmd: "r''m -rf /" },
    { script: "ls\nr''m -rf /" },
    { COMMAND: "r''m -rf /" },
    { command: "rm", args: ["-rf", "/"] },
    { args: ["-rf", "/"], command: "rm" },
    { command: "rm", args: ["-r", "-f", "/"] },
    { command: "rm", args: "-r -f /" },
    { command: "sudo rm", args: ["-f", "-r", "/"] },
    { command: "r''m", args: ["-r", "-f"] },
    { program: "rm", args: ["-r", "-f", "/"] },
    { command: "rm", arguments: ["-r", "-f", "/"] },
    { command: "ls", options: { command: "r''m -rf /" } },
    { command: { program: "rm", args: ["-r", "-f"] } },
    { steps: [{ command: "ls" }, { command: "r\\m -r -f /" }] },
    { commands: [{ command: "ls" }, "r''m -r -f /"] },
  ])("finds it in %j", (payload) => {
    expect(of(payload)).toBe("true");
  });

  it.each<JsonObject>([
    {},
    { line: "ls" },
    { code: "ls" },
    { a: "rm -r", b: "f /" },
    { command: 5 },
    { command: null },
    { command: true },
    { command: {} },
    { command: { text: "ls" } },
    { command: ["ls", 5] },
    { command: ["ls", null] },
    { command: [["ls"], 5] },
    { command: ["ls", ["$X"]] },
    { args: {} },
    { command: "find", args: ["/x", "-delete"] },
    { args: ["/x", "-delete"], command: "find" },
    { program: "find", args: ["/x", "-delete"] },
    { command: "bash", args: ["-c", "id; id"] },
    { command: "python", args: ["-c", "x"] },
    { command: ["bash", "-c", "id"] },
    { commands: ["ls", "$X"] },
    { command: "ls", cmd: "$X" },
    { command: "ls", nested: { script: "$X" } },
    { script: 'import shutil; shutil.rmtree("/")' },
    { command: Array.from({ length: 20 }, (_, index) => `ls 'a${index}${"x".repeat(500)}'`) },
  ])("is uncertain of %j", (payload) => {
    expect(of(payload)).toBe("uncertain");
  });

  it.each<JsonObject>([
    { command: ["git", "commit", "-m", "don't panic (yet)"] },
    { command: ["ls", "-la", "*"] },
    { command: "ls", args: ["-la", "/tmp"] },
    { command: "git", args: ["commit", "-m", "it's fine"] },
    { command: "ls", cwd: "/tmp", timeout: 5, description: "Lists what's in it" },
    { commands: ["ls", "pwd"] },
    { steps: [{ command: "ls" }, { command: "pwd" }] },
    { command: [] },
  ])("clears %j", (payload) => {
    expect(of(payload)).toBe("false");
  });

  it("does not take forever to put many arguments together", () => {
    const payload: Record<string, string | string[]> = { command: "ls" };
    for (let index = 0; index < 300; index += 1) payload[`list${index}`] = [`a${index}`];
    expect(of(payload)).toBe("uncertain");
  });

  it("is the declared field where there is one", () => {
    const fields = { command: ["/run/line"] };
    expect(of({ run: { line: "r''m -rf /" } }, { fields })).toBe("true");
    expect(of({ run: { line: "ls" }, command: "$X" }, { fields })).toBe("false");
    expect(of({ command: "ls" }, { fields })).toBe("uncertain");
    expect(of({ run: { line: 5 } }, { fields })).toBe("uncertain");
    const apart = { command: ["/program", "/arguments"] };
    const payload = { program: "rm", arguments: ["-r", "-f", "/"] };
    expect(of(payload, { fields: apart })).toBe("true");
  });

  it("is not asked for under a broad pattern", () => {
    expect(of({ line: "ls" }, { pattern: "*" })).toBe("false");
    expect(of({ line: "r''m -rf /" }, { pattern: "*" })).toBe("true");
    expect(of({ command: "r''m -rf /" }, { pattern: "*" })).toBe("true");
    expect(of({ command: "$X" }, { pattern: "*" })).toBe("uncertain");
  });
});

describe("literals other than commands", () => {
  it("are searched in the words as the shell would have them", () => {
    expect(secret("cat /etc/sha''dow")).toBe("true");
    expect(secret("cat < /etc/sha\\dow")).toBe("true");
    expect(secret("cat '/etc'/shadow")).toBe("true");
    expect(secret('ls > /etc/"shadow"')).toBe("true");
    expect(secret("{ ls; } > /etc/sh'adow'")).toBe("true");
    expect(secret("cat /etc/*")).toBe("uncertain");
    expect(secret("cat /etc/passwd")).toBe("false");
  });

  it("read a redirected file as a word of its command", () => {
    expect(of({ command: "cat < /etc/sha''dow" }, {}, "cat /etc/shadow")).toBe("true");
  });

  it("match options of the literal in any order, letter by letter", () => {
    expect(push("git push origin main --force")).toBe("true");
    expect(push("git push -f")).toBe("true");
    expect(push("git -C /x push --force-with-lease")).toBe("true");
    expect(push("git push origin main")).toBe("false");
    expect(push("git pull --force")).toBe("false");
  });
});

describe("a capability", () => {
  it.each([
    ["shell.execute", true],
    ["bash.run.production", true],
    ["tools.shell.run", true],
    ["terminal", true],
    ["run_shell.now", true],
    ["shell_exec", true],
    ["tools.bash-tool", true],
    ["python.subprocess.run", true],
    ["database.read.shell", false],
    ["seashell.collect", false],
    ["email.send", false],
  ])("%s runs shell commands: %s", (capability, expected) => {
    expect(isShellCapability(capability.split("."))).toBe(expected);
  });

  it("that runs none has its texts searched as they are", () => {
    const call = { capability: "email.send" };
    expect(of({ command: "$X" }, call)).toBe("false");
    expect(of({ command: "r''m -rf /" }, call)).toBe("false");
    expect(of({ body: "rm -rf /" }, call)).toBe("true");
  });

  it("whose alias runs shell commands counts as one that does", () => {
    const decision = decide(
      "deny: [{ capability: tools.shell.run, contains: rm -rf }]\nallow: [tools]\n",
      { resource: "tools.shell", action: "run", payload: { command: "$X" } },
    );
    expect(decision).toMatchObject({ effect: "deny", uncertain: ["contains"] });
  });
});

describe("readShell", () => {
  it("says why it cannot clear a command", () => {
    expect(readShell({ command: "find . -delete" }).opaque).toBe(
      '"find -delete" can run code or delete',
    );
    expect(readShell({ command: "ls $X" }).opaque).toBe("its words depend on SimpleExpansion");
    expect(readShell({ command: "ls" })).toStrictEqual({
      found: true,
      opaque: undefined,
      commands: [["ls"]],
    });
  });

  it.each([
    ["substitutions", "$("],
    ["subshells", "("],
    ["braces", "{a,b}"],
    ["backticks", "`"],
    ["pipes", "a | "],
    ["here documents", "<<a "],
    ["open quotes", "a'\"b"],
    ["cases", "case x in "],
    ["array subscripts", "a[a["],
    ["arithmetic", "$((1+"],
  ])("reads hostile %s in bounded time", (_name, part) => {
    const command = part.repeat(Math.floor(4096 / part.length));
    const started = performance.now();
    expect(readShell({ command }).opaque).toBeDefined();
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it.each([
    ["programs", Array.from({ length: 40_000 }, () => "rm")],
    ["wrappers", Array.from({ length: 15_000 }, () => ["sudo", "-u", "a"]).flat()],
    ["options", ["rm", ...Array.from({ length: 40_000 }, () => "-x")]],
  ])("judges a list of very many %s in bounded time", (_name, command) => {
    const started = performance.now();
    expect(of({ command })).toBe("uncertain");
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it("reads only so many commands", () => {
    const commands = Array.from({ length: 200 }, () => `'${"x".repeat(4000)}'`);
    const started = performance.now();
    expect(readShell({ commands }).opaque).toBe(
      "its commands are together longer than 16384 characters",
    );
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
