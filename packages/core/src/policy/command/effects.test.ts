import { describe, expect, it } from "vitest";
import { FALSE, TRUE, UNCERTAIN } from "../truth.ts";
import { effectsOf } from "./effects.ts";
import type { Word } from "./run.ts";

/** A run of a line split at spaces; `$x` is a word not known before it runs, `_` a space. */
function effects(line: string): ReturnType<typeof effectsOf> {
  const words: Word[] = line
    .split(" ")
    .map((word) => (word === "$x" ? undefined : word.replaceAll("_", " ")));
  return effectsOf({ words, receives: false });
}

/** A search for a name of which only the shape is known. */
function named(shape: string): ReturnType<typeof effectsOf> {
  const shapes = new Map([[3, shape]]);
  return effectsOf({ words: ["find", ".", "-name", undefined], receives: false, shapes });
}

/** What a permit asks for: surely nothing destroyed, written or sent. */
function harmless(line: string): boolean {
  const { destructive, network, writes } = effects(line);
  return (
    destructive === FALSE &&
    network === FALSE &&
    writes.others === FALSE &&
    writes.paths.length === 0
  );
}

describe("effectsOf", () => {
  it.each([
    "cat notes.txt",
    "echo $x",
    "wc -l $x",
    "grep -rn TODO src",
    "find . -name *.md -newer x -print0",
    "find src -type f ( -name a -o -name b ) -printf %p",
    "sort -k2,2n -t: -u names",
    "sed -n 5,10p file",
    "sed -e s/a/b/g -e /^#/d file",
    "sed s|[^:]*:||;y/abc/xyz/ file",
    "awk {print_$1} file",
    "awk -F: $3>100{n++}END{print_n} file",
    "tar tzf a.tgz",
    "tar -tvf a.tar",
    "tail -n 5 -f log",
    "date +%s -d yesterday",
    "ip addr show",
    "crontab -l",
    "/usr/bin/ls -la",
    "python3 --version",
    "gzip -l a.gz",
    "ls -- -la",
    "head -c 5 /dev/urandom",
    "systemctl status nginx",
    "uniq -c names",
  ])("finds %s harmless", (line) => {
    expect(harmless(line)).toBe(true);
  });

  it.each([
    "find $x",
    "find . -delete",
    "find . -fprintf out %p",
    "find . -exec rm",
    "find . -name a -okdir sh",
    "sort -o out names",
    "sort -uoout names",
    "sort --out=x names",
    "sort --comp sh names",
    "sort $x",
    "sed -i s/a/b/ file",
    "sed -n --in-pl s/a/b/ file",
    "sed 1e file",
    "sed 1!{x;e file",
    "sed s/a/b/e file",
    "sed s/a/b/w_out file",
    "sed w_out file",
    "sed s/[]/]A/;#/e file",
    "sed s/[[:alpha:]/]A/;#/e file",
    "sed -f script file",
    "awk BEGIN{system('id')}",
    'awk {print>"out"}',
    'awk {print|"sh"}',
    'awk {"sh"|getline}',
    "awk -f prog file",
    "awk $x",
    "tar xf a.tar",
    "tar cf a.tar src",
    "tar tf a.tar --checkpoint-act=exec=sh",
    "tar tf host:a.tar",
    "tar tIf sh a.tar",
    "uniq in out",
    "date -s tomorrow",
    "date 01010000",
    "hostname evil",
    "ip link set eth0 down",
    "crontab -r",
    "python3 -c 1",
    "bash",
    "less +!sh file",
    "man -P sh ls",
    "tee out",
    "dd if=a of=b",
    "unheard-of --version",
    "ls-la",
    "$x",
    "LS",
    "systemctl stop nginx",
    "rg --pre sh x",
    "fd -x rm",
    "mount x y",
  ])("does not find %s harmless", (line) => {
    expect(harmless(line)).toBe(false);
  });

  it.each([
    "rm -r x",
    "shred x",
    "dd of=/dev/sda",
    "truncate -s 0 x",
    "kill 1",
    "reboot",
    "chmod 777 x",
    "find . -delete",
    "sudo ls",
    "shutdown now",
  ])("is sure that %s destroys or escalates", (line) => {
    expect(effects(line).destructive).toBe(TRUE);
  });

  it.each([
    "mkdir x",
    "touch x",
    "cp a b",
    "mv a b",
    "ln -s a b",
    "tee x",
    "sed -i s/a/b/ x",
    "cat /etc/shadow",
  ])("is sure that %s destroys nothing", (line) => {
    expect(effects(line).destructive).toBe(FALSE);
  });

  it("tells what is read and what is written", () => {
    expect(effects("cp -r a b dest")).toMatchObject({
      reads: { paths: ["a", "b"], others: FALSE },
      writes: { paths: ["dest"], others: FALSE },
    });
    expect(effects("grep -e x one two").reads.paths).toStrictEqual(["one", "two"]);
    expect(effects("grep x one").reads.paths).toStrictEqual(["one"]);
    expect(effects("grep -r x").reads.paths).toStrictEqual(["."]);
    expect(effects("sed -n r/etc/shadow x").reads.paths).toStrictEqual(["/etc/shadow", "x"]);
    expect(effects("env").reads.paths).toStrictEqual(["/proc/self/environ"]);
    for (const line of [
      "cat -n /a",
      "tail -f /a",
      "wc -c /a",
      "ls -d /a",
      "ls -t /a",
      "du -s /a",
      "head -n 5 /a",
      "cut -d: -f 1 /a",
      "bat -p /a",
      "nl -b a /a",
    ])
      expect([line, ...effects(line).reads.paths]).toContain("/a");
    expect(effects("cat $x").reads.paths).toStrictEqual([undefined]);
    expect(effects("cat a > b").network).toBe(FALSE);
    expect(effects("tee /dev/null x").writes.paths).toStrictEqual(["x"]);
  });

  it("knows a word by its shape where its spelling is not known", () => {
    expect(named("*.txt").destructive).toBe(FALSE);
    expect(named("*").destructive).toBe(UNCERTAIN);
    expect(named("-d*").destructive).toBe(UNCERTAIN);
    const sorted = effectsOf({
      words: ["sort", undefined],
      receives: false,
      shapes: new Map([[1, "logs/*"]]),
    });
    expect(sorted.destructive).toBe(FALSE);
    expect(sorted.reads.paths).toStrictEqual(["logs/*"]);
  });

  it("is uncertain of everything where a program is not known", () => {
    const { destructive, network, reads, writes, reason } = effects("mystery file");
    expect([destructive, network, reads.others, writes.others]).toStrictEqual([1, 1, 1, 1]);
    expect(reason).toContain("mystery");
  });
});
