import { describe, expect, it } from "vitest";
import { allowed, denied } from "../../../test/judge-command.ts";

/** Lines whose program, words or effect are not known before they run. */
const UNCERTAIN: Record<string, readonly string[]> = {
  "an unknown program": [
    "$X -rf /data",
    "${X}m a",
    "r$@m -rf a",
    "$(echo rm) a",
    "r${IFS}m a",
    "/bin/r? a",
  ],
  "code in words": [
    "eval ls",
    "source x",
    ". x",
    "trap 'ls' EXIT",
    "python3 -c x",
    "perl -e x",
    "awk 'BEGIN { system(x) }'",
    "awk 'BEGIN { ARGV[1] = x; ARGC = 2 } { print }'",
    "jobs -x rm a",
    'jobs "$x" rm a',
    "jobs -x ls",
    'sed "s/a/$X/" f',
    'sed -e "s/a/$X/" f',
    'awk "{print $X}" f',
    'tar -t -f "a$X"',
  ],
  "code that is read": ["ls | sh", "bash < x", "bash <(ls)", "bash <<< ls", "sh x.sh", "bash -s"],
  redefinition: [
    "ls() { pwd; }; ls",
    "alias ls=pwd",
    "function ls { pwd; }",
    "hash -p x ls",
    "enable -f x y",
    "shopt -s expand_aliases",
  ],
  "positional parameters": ['set -- a b; "$@"', "$1 a", '"$@"', "$_ a"],
  arithmetic: [
    "x='a[$(id)]'; echo $((x))",
    "echo $((x))",
    "echo $[1]",
    "let 'a[$(id)]'",
    "((x++))",
    "[[ $x -eq 1 ]]",
    "[[ -v 'a[$(id)]' ]]",
    "[ -v 'a[$(id)]' ]",
    "test -v 'a[$(id)]'",
    "printf -v 'a[$(id)]' x",
    'printf "$x" y',
    "printf %n PATH",
    "printf \"a$X\" 'a[$(id)]'",
    "[ \"$X\" 'a[$(id)]' ]",
    "echo ${x@P}",
    "echo ${!x}",
    "echo ${a[x]}",
    "echo ${x:y}",
    "a[x]=1",
    "declare -i x; x=y",
    "declare -n x=PATH",
    "unset 'a[$(id)]'",
    "read 'a[$(id)]'",
    "read PATH",
    "x=1; while read x; do echo $((x)); done",
    "for i in $(ls); do echo $((i)); done",
    "false && x=1; echo $((x))",
  ],
  "steering variables": [
    "PATH=. ls",
    "export PATH=.",
    "env LD_PRELOAD=x ls",
    "GIT_PAGER=x git log",
    "BASH_ENV=x bash -c ls",
    "IFS=x; ls",
    "IFS=x ls",
    "for PATH in a; do ls; done",
    "echo ${PATH:=x}",
    "HOME=. ls",
    "TAR_OPTIONS=x tar tf y",
  ],
  "variables that a loop sets in a roundabout way": [
    "x=ls; while $x; do command read x; done",
    "x=ls; while $x; do builtin read x; done",
    "c=read; x=ls; while $x; do $c x; done",
    "x=ls; while $x; do {read,x}; done",
    "x=ls; while $x; do export 'x=rm a'; done",
  ],
  "hidden wrappers": [
    "env -S 'ls -l'",
    "env $X ls",
    "xargs $X",
    "timeout $X ls",
    "nice --unknown ls",
    "find . -exec ls",
    "find . -exec $X \\;",
    'find . -exec ls "$X" -prune -exec ls \\;',
    "timeout 5* ls",
    'sh -c "$X"',
    "sh -c 'ls $(( x ))'",
    "sh -i -c ls",
    "fish -c 'ls; ls'",
    "watch ls",
    "parallel ls",
    "ssh host ls",
  ],
  "another program's name": ["./ls", "/tmp/ls", "bin/ls", "LS", "~/ls"],
  "what shells read apart": [
    "echo $'\\';ls;#'",
    "echo a &> f ls",
    "[[ x || ls == y ]]",
    "[[ x > y ]]",
    "echo {fd}>x {fd}>y; exec {fd}>z",
    "set +B; echo {a,b}",
    "set -k",
    "ls $(cat <<'E F'\nx\nE F\n)",
    "coproc ls",
    "echo x\u0000y",
    "echo x\r",
    "echo \uff1b ls",
    "l\u200bs",
  ],
  "what cannot be read": [
    "echo 'open",
    "ls (",
    "if ls; then",
    "ls | | ls",
    `echo ${"$(".repeat(100)}`,
    `echo ${"x ".repeat(5000)}`,
    `echo ${"{1..60}".repeat(3)} ${"{1..60} ".repeat(100)}`,
  ],
  "words that may be options": [
    "find $X",
    "sort *",
    'sort "$X"',
    "sort $(ls)",
    "find . -name a $X",
  ],
};

/** Lines that people write to look at things. */
const HARMLESS: readonly string[] = [
  "ls -la /tmp",
  "echo $HOME",
  'echo "$HOME: $x $(date +%F)"',
  "echo $((1 + 2)) $? $#",
  "wc -l *.txt",
  "cat *.log | sort | uniq -c | head -n 5",
  'for f in *.txt; do wc -l "$f"; done',
  "for i in {1..5}; do echo $((i * 2)); done",
  "for ((i = 0; i < 5; i++)); do echo $i; done",
  'i=0; while [ "$i" -lt 5 ]; do echo "$i"; i=$((i+1)); done',
  'while read -r line; do echo "$line"; done < file',
  "cat <<E\nhello $USER\nE\n",
  'grep -c x <<< "$text"',
  "diff <(ls a) <(ls b)",
  "ls 2>/dev/null",
  "ls > /dev/null 2>&1",
  "ls &> /dev/null",
  "cd /tmp && ls",
  "(cd sub && ls -l)",
  "find . -name '*.ts' -exec grep -l x {} +",
  "find . -name \\*.ts | xargs wc -l",
  "find . -print0 | xargs -0 -n 1 grep -n x",
  "if [ -f x ]; then cat x; fi",
  "[[ -f x ]] && cat x",
  "timeout 5 ls; nice -n 5 ls; env LC_ALL=C sort a; TZ=UTC date",
  "bash -c 'ls | wc -l'",
  "set -euo pipefail; ls",
  'x=$(ls | wc -l); echo "$x"',
  "command -v git; type ls",
  "case $x in a) ls;; *) pwd;; esac",
  "n=3; echo $((n + 1))",
  "! grep -q x file",
];

describe("command: what is not known before it runs", () => {
  it.each(Object.entries(UNCERTAIN))(
    "is neither denied as known nor cleared: %s",
    (_class, lines) => {
      for (const line of lines)
        expect({ line, truth: denied(line) }).toEqual({ line, truth: "uncertain" });
    },
  );

  it.each(Object.entries(UNCERTAIN))("is never allowed: %s", (_class, lines) => {
    for (const line of lines)
      expect({ line, truth: allowed(line) }).not.toEqual({ line, truth: "true" });
  });
});

describe("command: what people look at things with", () => {
  it.each(HARMLESS)("allows %j and does not deny it", (line) => {
    expect(allowed(line)).toBe("true");
    expect(denied(line)).toBe("false");
  });
});
