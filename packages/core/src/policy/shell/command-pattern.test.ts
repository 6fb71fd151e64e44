import { describe, expect, it } from "vitest";
import { commandPattern, matchesPattern } from "./command-pattern.ts";

function matches(literal: string, command: string): boolean {
  const pattern = commandPattern(literal);
  return pattern !== undefined && matchesPattern(pattern, command.split(" "));
}

describe("commandPattern", () => {
  it.each(["rm", "git push", "drop table", "-rf /", "$X -rf", "rm|x -rf", "", "  "])(
    "does not take %j for a command with options",
    (literal) => {
      expect(commandPattern(literal)).toBeUndefined();
    },
  );

  it("reads program, letters and words", () => {
    expect(commandPattern("/bin/RM -rf --no-preserve-root / x")).toStrictEqual({
      program: "rm",
      letters: ["r", "f", "n"],
      words: ["/", "x"],
    });
  });
});

describe("matchesPattern", () => {
  it.each([
    "rm -rf /",
    "rm -fr /",
    "rm -r -f /",
    "rm --recursive --force /",
    "rm / -rf",
    "RM -RF /",
    "/usr/bin/rm -rvf /home",
    "sudo -n rm -r -f /",
    "docker exec web rm -r -f /",
    "sh -c rm -r -f /",
    "rm.exe -r -f /",
  ])("finds rm -rf / in %s", (command) => {
    expect(matches("rm -rf /", command)).toBe(true);
  });

  it.each(["rm -r /", "rm -f /", "rm -rf x", "rmdir -rf /", "ls -rf /", "farm -rf /", "-rf / rm"])(
    "does not find it in %s",
    (command) => {
      expect(matches("rm -rf /", command)).toBe(false);
    },
  );
});
