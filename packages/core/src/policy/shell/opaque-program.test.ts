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

  it.each(["bash -v", "sh -h", "bash -h -c x", "python3 -v -c x", "bash --version x", "bash -V"])(
    "does not take %s for a question about the interpreter",
    (line) => {
      expect(opaqueProgram(line.split(" "))).toMatch(/^"\w+" runs code that is not in a file$/);
    },
  );

  it.each(["bash --version", "python3 -V", "node --help", "sudo python3 --version"])(
    "takes %s for a question about the interpreter",
    (line) => {
      expect(opaqueProgram(line.split(" "))).toBeUndefined();
    },
  );

  it.each([
    "split --fil=x",
    "git ls-remote --upl=x",
    "git grep -Oless x",
    "rsync -a --del a b",
    "sudo --sh x",
    "sort --co=x",
    "tar --checkpoint-act=exec=x",
    "env --s=x",
    "scp -oProxyCommand=x a b",
    "scp -o ProxyCommand=x a b",
    "psql -c \\!",
    "sqlite3 x .shell",
    "sqlite3 x .s",
    "less +!x",
    "view -c x",
    "make -f/dev/stdin",
    "make --fi=x",
    "apt-get -o APT::Update::Pre-Invoke::=x update",
    "tmux new x",
    "ssh-agent sh -c x",
  ])("does not clear %s, in whatever spelling its option is", (line) => {
    expect(opaqueProgram(line.split(" "))).toBeDefined();
  });

  it.each([
    "split --lines=5 x",
    "git ls-remote --upstream x",
    "git push -u origin main",
    "rsync -a --progress a b",
    "sort -u x",
    "tar --create --file=x y",
    "scp -P 22 a b:c",
    "psql -c select",
    "sqlite3 x .schema",
    "less +5 x",
    "make -C src -j4 all",
    "apt-get -o Dpkg::Options::=--force-confold install x",
    "ssh-agent ls",
  ])("clears %s", (line) => {
    expect(opaqueProgram(line.split(" "))).toBeUndefined();
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
