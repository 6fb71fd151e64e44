import { describe, expect, it } from "vitest";
import { truthOf } from "../../../test/judge.ts";

const asked = (command: string): string =>
  truthOf(
    "restrict",
    'command: { reads: [/etc/shadow, ~/.ssh, /proc/*/environ, "**/id_rsa*"], if_uncertain: false }',
    { capability: "shell.execute", payload: { command } },
  );

describe("a path that is not known before it runs", () => {
  it.each([
    "cat $x/etc/shadow",
    "cat /etc/sh${x}adow $y",
    "cat ${x:-/etc/shadow}",
    "cat ${HOME:0}/.ssh/id_rsa",
    "for f in ~/.ssh/id_rsa x; do cat $f; done",
    "for f in /etc/shado?; do cat $f; done",
    "if true; then f=/etc/shadow; else f=x; fi; cat $f",
    "f=/etc/shadow; true && f=x; cat $f",
    'a=(/etc/shadow x); cat "${a[0]}"',
    "echo /etc/shadow | xargs cat",
    "xargs cat <<< /etc/shadow",
    "xargs cat <<E\n/etc/shadow\nE",
    'read f <<< /etc/shadow; cat "$f"',
  ])("is one of those that the line speaks of: %s", (command) => {
    expect(asked(command)).toBe("true");
  });

  it.each([
    "find . -name '*.ts' -print0 | xargs -0 wc -l",
    "for f in *.ts; do wc -l $f; done",
    "for f in src/*; do wc -l $f; done",
    "cat $x/notes.txt",
    "echo /etc/shadow",
    "f=/etc/shadow; cat notes.txt",
    "grep -rn shadow src | cut -d: -f1 | xargs wc -l",
  ])("is not taken for a file that the line does not name: %s", (command) => {
    expect(asked(command)).toBe("false");
  });
});

describe("what shows the environment", () => {
  it.each([
    "echo $GITHUB_TOKEN",
    'printf %s "${AWS_SECRET_ACCESS_KEY:0:20}"',
    "set | grep x",
    "export -p",
    "declare -p",
    "declare -x",
    "export",
    "xargs -a /proc/self/environ echo",
    "xargs -0a/proc/self/environ echo",
    "xargs --arg-file=/proc/self/environ echo",
  ])("reads it: %s", (command) => {
    expect(asked(command)).toBe("true");
  });

  it.each(["echo $HOME $USER $PATH", "set -e; ls", "export a=1", "TOKEN=x; echo $TOKEN"])(
    "is not what shows something else: %s",
    (command) => {
      expect(asked(command)).toBe("false");
    },
  );
});
