import { describe, expect, it } from "vitest";
import { allowed, denied } from "../../../test/judge-command.ts";

/** Spellings whose words are known before they run. */
const FOUND: Record<string, readonly string[]> = {
  quoting: ["r''m -rf /data", "r\\m -rf /data", '"rm" -rf /data', "$'\\x72\\x6d' -rf /data"],
  "options in any order": ["rm /data -rf", "rm -r -f /data", "rm --recursive --forc /data"],
  "line breaks": ["ls\nrm -rf /data", "r\\\nm -rf /data", "ls # '\nrm -rf /data"],
  "brace expansion": ["{rm,-rf,/data}", "{rm,/data}{,} -f"],
  "variables of the line": [
    "x=rm; $x -rf /data",
    'x="rm -rf /data"; $x',
    "x=r; x+=m; $x /data",
    "x=rm && $x /data",
  ],
  operators: ["ls && rm a", "ls || rm a", "ls; rm a", "ls & rm a", "ls | rm a", "ls |& rm a"],
  groups: ["(rm a)", "{ rm a; }", "! rm a", "time rm a", "> out rm a", "2>&1 rm a"],
  branches: [
    "if true; then ls; else rm a; fi",
    "while true; do rm a; done",
    "for i in 1 2; do rm $i; done",
    "case x in y) ls;; *) rm a;; esac",
    "select x in a; do rm $x; done",
    "until rm a; do ls; done",
  ],
  substitutions: [
    "echo $(rm a)",
    "echo `rm a`",
    'echo "${x:-$(rm a)}"',
    "cat <(rm a)",
    "ls > >(rm a)",
    "x=$(rm a)",
    "cat <<E\n$(rm a)\nE\n",
    'cat <<< "$(rm a)"',
    "[[ -n $(rm a) ]]",
    "for i in $(rm a); do ls; done",
    "case $(rm a) in x) ls;; esac",
    "x=(a $(rm a))",
    "echo ${x/a/$(rm a)}",
    "echo $(( $(rm a) ))",
  ],
  wrappers: [
    "env rm a",
    "env -i A=b rm a",
    "nice -n 5 rm a",
    "nice -5 rm a",
    "timeout -k 1 5s rm a",
    "nohup rm a",
    "stdbuf -oL rm a",
    "setsid -w rm a",
    "ionice -c2 rm a",
    "command rm a",
    "command -p -- rm a",
    "exec rm a",
    "exec -a x rm a",
    "busybox rm a",
    "time -p rm a",
    "env nice timeout 5 rm a",
    "/usr/bin/env rm a",
    "ls | xargs rm",
    "ls | xargs -0 -n 1 rm -f",
    "ls | xargs -I{} rm {}",
    "find . -exec rm {} +",
    "find . -type f -execdir rm {} \\;",
    "find . -delete",
  ],
  shells: [
    "sh -c 'rm a'",
    "bash -ec 'ls; rm a'",
    "bash -lc \"sh -c 'rm a'\"",
    "dash -c 'rm a' x y",
    "xargs sh -c 'rm \"$0\"'",
    "zsh -c 'rm a'",
    "busybox sh -c 'rm a'",
  ],
  "more rights": ["sudo ls", "sudo -u root ls", "doas ls", "pkexec ls", "env sudo ls"],
  redirections: ["ls > /etc/passwd", "cat a >> /boot/x", "ls >| /dev/sda", "{ ls; } > /usr/bin/ls"],
};

describe("command: spellings of what destroys", () => {
  it.each(Object.entries(FOUND))("are found whatever the %s", (_class, lines) => {
    for (const line of lines)
      expect({ line, truth: denied(line) }).toEqual({ line, truth: "true" });
  });

  it.each(Object.entries(FOUND))("are never allowed whatever the %s", (_class, lines) => {
    for (const line of lines)
      expect({ line, truth: allowed(line) }).not.toEqual({ line, truth: "true" });
  });
});
