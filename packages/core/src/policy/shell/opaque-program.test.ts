import { describe, expect, it } from "vitest";
import { isInterpreter, opaqueProgram } from "./opaque-program.ts";

describe("opaqueProgram", () => {
  it.each([
    [["eval", "ls"], '"eval" runs what its words say'],
    [["/usr/bin/xargs", "ls"], '"xargs" runs what its words say'],
    [["shred", "x"], '"shred" destroys what it names'],
    [["mkfs.ext4", "/dev/sdz"], '"mkfs" destroys what it names'],
    [["bash"], '"bash" runs code that is not in a file'],
    [["bash", "-c", "ls"], '"bash" runs code that is not in a file'],
    [["python3.13", "-"], '"python3.13" runs code that is not in a file'],
    [["sh", "/tmp/../dev/stdin"], '"sh" runs code that is not in a file'],
    [["find", ".", "-delete"], '"find -delete" can run code or delete'],
    [["sudo", "-u", "root", "find", ".", "-delete"], '"find -delete" can run code or delete'],
    [["PATH=.", "ls"], "it sets PATH"],
    [["env", "LD_PRELOAD=x", "ls"], "it sets LD_PRELOAD"],
    [["export", "PATH=."], "it sets PATH"],
    [["let", "a[$(id)]"], '"let" may evaluate its words'],
    [["docker", "exec", "web", "sh", "-c", "id; id"], '"sh" runs code that is not in a file'],
  ])("says why %j cannot be cleared", (words, reason) => {
    expect(opaqueProgram(words)).toBe(reason.replace('"mkfs"', '"mkfs.ext4"'));
  });

  it.each([
    [[]],
    [["ls"]],
    [["A=b"]],
    [["bash", "run.sh", "-c"]],
    [["python", "--version"]],
    [["export", "A=b"]],
    [["let", "x=1"]],
    [["docker", "exec", "web", "sh", "-c", "ls"]],
    [["find", ".", "-name", "x"]],
    [["git", "status"]],
    [["grep", "python", "file"]],
  ])("clears %j", (words) => {
    expect(opaqueProgram(words)).toBeUndefined();
  });
});

describe("isInterpreter", () => {
  it.each(["sh", "bash", "python", "python3", "python3.13", "lua5.4", "node", "perl"])(
    "%s is one",
    (name) => {
      expect(isInterpreter(name)).toBe(true);
    },
  );

  it.each(["ls", "pythonic", "shell", "nodemon", ""])("%j is none", (name) => {
    expect(isInterpreter(name)).toBe(false);
  });
});
