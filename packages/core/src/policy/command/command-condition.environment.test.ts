import { describe, expect, it } from "vitest";
import { truthOf } from "../../../test/judge.ts";

function reads(command: string): string {
  return truthOf("restrict", 'command: { reads: ["/proc/*/environ"], if_uncertain: false }', {
    capability: "shell.execute",
    payload: { command },
  });
}

describe("variables of the environment", () => {
  it.each([
    "set",
    "(set) | sort",
    "export",
    "export -p",
    "declare",
    "declare -x",
    "declare -p HOME",
    "typeset -p | head",
    "readonly -p",
    "printenv API_TOKEN",
    "ps e",
    "ps auxe",
    "ps -p 7 eww",
  ])("are shown by %s", (command) => {
    expect(reads(command)).toBe("true");
  });

  it.each([
    "echo $AWS_SECRET_ACCESS_KEY",
    'echo "${GITHUB_TOKEN}"',
    "echo ${SERVICE_API_KEY:0:4}",
    "printf %s ${DB_PASSWORD:-none}",
    "x=$PGPASSWORD; DB_PWD=$DB_PWD ls",
    "cat <<END\n$SESSION_SECRET\nEND",
  ])("hold a secret by their name in %s", (command) => {
    expect(reads(command)).toBe("true");
  });

  it.each([
    "set -e; ls",
    "set -- a b",
    "export NAME=1; ls",
    "declare -f",
    "declare -x NAME=1",
    "ps aux",
    "ps -ef",
    "ps -o etime -p 7",
    "echo $PWD $OLDPWD $USER",
    "KEY=a; echo $KEY",
    "for key in a b; do echo $key; done",
    "printenv PATH",
  ])("are not shown by %s", (command) => {
    expect(reads(command)).toBe("false");
  });
});
