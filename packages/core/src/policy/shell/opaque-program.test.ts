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

describe("opaqueProgram, case by case", () => {
  it.each<[words: readonly string[], why?: string]>([
    [["ls", "A=b"]],
    [["A=b", "ls"]],
    [["A=b", "PATH=x", "ls"], "it sets PATH"],
    [["sudo", "PATH=x", "ls"], "it sets PATH"],
    [["ls", "PATH=x"]],
    [["env", "PATH=x"], "it sets PATH"],
    [["PATH=x"], "it sets PATH"],
    [["export", "A=b", "IFS=x"], "it sets IFS"],
    [["export", "$(x)"], '"export" may evaluate its words'],
    [["export", "`x`"], '"export" may evaluate its words'],
    [["export", "${x}"], '"export" may evaluate its words'],
    [["export", "$x"]],
    [["test", "$(x)"], '"test" may evaluate its words'],
    [["echo", "$(x)"]],
    [["docker", "exec", "c", "bash", "-c", "a b"], '"bash" runs code that is not in a file'],
    [["docker", "exec", "c", "bash", "-c", "ab"]],
    [["docker", "exec", "c", "bash", "x y"]],
    [["docker", "exec", "c", "python3", "-c", "a;b"], '"python3" runs code that is not in a file'],
    [["docker", "exec", "c", "python3", "-x", "a;b"]],
    [["a", "perl", "-e", "x y"], '"perl" runs code that is not in a file'],
    [["a", "perl", "-ne", "x y"], '"perl" runs code that is not in a file'],
    [["a", "node", "--eval", "x y"], '"node" runs code that is not in a file'],
    [["a", "node", "--print", "x y"], '"node" runs code that is not in a file'],
    [["a", "node", "--evals", "x y"]],
    [["a", "powershell", "-enc", "x y"]],
    [["a", "powershell", "-EncodedCommand", "x y"]],
    [["a", "sh", "-C", "x y"], '"sh" runs code that is not in a file'],
    [["a", "sh"]],
    [["a", "x y", "sh", "-c", "b"]],
    [["unshare", "-r"], '"unshare" starts a shell'],
    [["bash", "x"]],
    [["bash", "-x", "x"], '"bash" runs code that is not in a file'],
    [["bash", "/dev/stdin"], '"bash" runs code that is not in a file'],
    [["bash", "/proc/self/fd/0"], '"bash" runs code that is not in a file'],
    [["bash", "x/dev/y"], '"bash" runs code that is not in a file'],
    [["bash", "dev/y"], '"bash" runs code that is not in a file'],
    [["bash", "--version"]],
    [["bash", "--help"]],
    [["bash", "-V"], '"bash" runs code that is not in a file'],
    [["python", "-V"]],
    [["python3", "-V"]],
    [["python", "-V", "x"], '"python" runs code that is not in a file'],
    [["bash", "--version", "x"], '"bash" runs code that is not in a file'],
    [["mkfs", "x"], '"mkfs" destroys what it names'],
    [["mkfs.ext4", "x"], '"mkfs.ext4" destroys what it names'],
    [["truncate", "x"], '"truncate" destroys what it names'],
    [["truncate.x"], '"truncate.x" destroys what it names'],
    [["sudo", "-u", "shred", "ls"], '"shred" destroys what it names'],
    [["nice", "bash"], '"bash" runs code that is not in a file'],
    [["find", "-name", "x", "-delete"], '"find -delete" can run code or delete'],
    [["git", "clean"], '"git clean" can run code or delete'],
    [["git", "-c", "x"], '"git -c" can run code or delete'],
  ])("says of %j %j", (words, why) => {
    expect(opaqueProgram(words)).toBe(why);
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
