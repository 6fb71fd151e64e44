import { describe, expect, it } from "vitest";
import { policy } from "../../../test/judge.ts";
import { ActionEvent } from "../../action/event.ts";
import type { JsonObject } from "../../encoding/json.ts";

/** What an explanation says of a rule with this condition. */
function explained(section: string, condition: string, payload: JsonObject) {
  const event = ActionEvent.create({ actor: "agent", capability: "shell.exec", payload });
  const rule = `{ capability: shell.exec, command: ${condition} }`;
  const { doubt, saw } =
    policy(`${section}: [${rule}]`).explain(event).rules[0]?.conditions[0] ?? {};
  return { doubt, saw };
}

const DESTRUCTIVE = "{ destructive: true }";

describe("an explanation of what a command condition doubts", () => {
  it.each<[command: string, doubt: string | undefined, saw: string]>([
    ["ls", undefined, 'runs "ls"'],
    [
      "$X",
      "which program it runs is not known before it runs",
      'runs "?"; not known: which program it runs is not known before it runs',
    ],
    [
      "ls; frob a",
      "`frob` is not a program that is known",
      'runs "ls", "frob a"; not known: `frob` is not a program that is known',
    ],
    ["cat $x > $y", "it names what is not known before it runs", 'runs "cat ?"'],
    [
      "rm x; $X",
      undefined,
      'runs "rm x", "?"; not known: which program it runs is not known before it runs',
    ],
    [
      '"a\tb"',
      "`a\tb` is not a program that is known",
      'runs "a\\tb"; not known: `a\\u{9}b` is not a program that is known',
    ],
    ["./ls", '"./ls" may be any program', 'runs "./ls"; not known: "./ls" may be any program'],
  ])("says of %j %j and %j", (command, doubt, saw) => {
    expect(explained("deny", DESTRUCTIVE, { command })).toStrictEqual({ doubt, saw });
  });

  it("says where there is no command", () => {
    expect(explained("deny", DESTRUCTIVE, {})).toStrictEqual({
      doubt: "the payload has no command where one is expected",
      saw: undefined,
    });
    expect(explained("deny", DESTRUCTIVE, { command: 5 })).toStrictEqual({
      doubt: "it is not text",
      saw: "runs none; not known: it is not text",
    });
  });

  it("says what beside the command may run too", () => {
    const payload = { command: "ls", line: "x" };
    expect(explained("allow", "{ destructive: false }", payload).doubt).toBe(
      '"line" beside the command may run too; name its place in fields.command',
    );
    expect(explained("allow", DESTRUCTIVE, payload).doubt).toBeUndefined();
  });
});
