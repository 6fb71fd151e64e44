import { describe, expect, it } from "vitest";
import { Random } from "../../../test/random.ts";
import { readShell } from "../shell/reading.ts";
import * as programs from "../shell/programs.ts";
import { isPlainCommand } from "./plain-command.ts";

// A payload with a bracket is not all literal words, so it is never asked about.
const NAMES: readonly string[] = Object.values(programs)
  .flatMap((names) => [...(typeof names === "function" ? names() : names).keys()])
  .filter((name) => name !== "[");
const WORDS =
  `--del --fil=x --co=x -O -V --version tmux /tmp/x -c -e -x -i -S -delete -exec -rf -I -P -T --eval=x --filter=x
  a clean exec eval config alias.x PATH=x A=b 5 run.sh /dev/stdin
  sh bash python3 xargs sudo /bin/rm . x.exe --rsh=x SHELL=x`.split(/\s+/);

describe("isPlainCommand", () => {
  it.each(["ls", "ls -la /tmp", "git status", "npm run build", "rm file.txt"])(
    "clears %s",
    (command) => {
      expect(isPlainCommand({ command })).toBe(true);
    },
  );

  it.each([
    "",
    " ls",
    "./ls",
    "Ls",
    "ls2",
    "A=b ls",
    "sudo ls",
    "bash x",
    "xargs ls",
    "find . -delete",
  ])("leaves %j to be read", (command) => {
    expect(isPlainCommand({ command })).toBe(false);
  });

  it("leaves a payload with anything but a command to be read", () => {
    expect(isPlainCommand({})).toBe(false);
    expect(isPlainCommand({ cmd: "ls" })).toBe(false);
    expect(isPlainCommand({ command: "ls", cwd: "x" })).toBe(false);
    expect(isPlainCommand({ command: ["ls"] })).toBe(false);
    expect(isPlainCommand({ command: 5 })).toBe(false);
    expect(isPlainCommand({ command: `ls ${"a".repeat(2000)}` })).toBe(false);
  });

  it("never clears a command that reading would not", () => {
    const random = new Random(42);
    const program = (): string => random.pick([...NAMES, "ls", "git", "docker", "cat", "echo"]);
    let cleared = 0;
    for (let run = 0; run < 20_000; run += 1) {
      const words = random.many(0, 4, () => random.pick(random.below(3) === 0 ? NAMES : WORDS));
      const command = [program(), ...words].join(" ");
      if (!isPlainCommand({ command })) continue;
      cleared += 1;
      expect(`${command}: ${readShell({ command }).opaque}`).toBe(`${command}: undefined`);
    }
    expect(cleared).toBeGreaterThan(500);
  });
});
