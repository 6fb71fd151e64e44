import { describe, expect, it } from "vitest";
import { defined } from "../../test/defined.ts";
import { shadowedName } from "./shadowed-name.ts";

function severities(
  name: string,
  ...others: readonly (readonly [string, string])[]
): readonly string[] {
  const tool = defined({ name, description: "Mine." }, "mine");
  const all = [tool, ...others.map(([server, other]) => defined({ name: other }, server))];
  return shadowedName.check(tool, all).map(({ severity = shadowedName.severity }) => severity);
}

describe("shadowed_name", () => {
  it.each([
    ["the same", "send_email", "high"],
    ["the same but for case", "Send_Email", "high"],
    ["the same but for separators", "sendEmail", "high"],
    ["the same to the eye", "sеnd_emаil", "high"],
    ["the same but for a digit", "send_emai1", "high"],
    ["one letter changed", "send_emall_", "high"],
    ["one letter lost", "send_mail", "medium"],
    ["one letter added", "sending_email", undefined],
    ["one letter wrong", "bend_email", "medium"],
    ["a plural", "send_emails", undefined],
    ["a number", "send_email2", undefined],
    ["another name", "read_email", undefined],
  ])("finds at another server a name that is %s", (_, other, severity) => {
    expect(severities("send_email", ["theirs", other])).toEqual(
      severity === undefined ? [] : [severity],
    );
  });

  it("leaves alone what one server lists itself, and short names that are only alike", () => {
    expect(severities("send_email", ["mine", "send_mail"])).toEqual([]);
    expect(severities("list", ["theirs", "lint"])).toEqual([]);
  });

  it("thinks less of a copy, as one server may stand in two configurations", () => {
    const [one, other] = [defined({ name: "read" }, "a"), defined({ name: "read" }, "b")];
    expect(shadowedName.check(one, [one, other])).toMatchObject([{ severity: "medium" }]);
  });

  it("finds names of tools that clients have built in, and of names that clients and CapFence give", () => {
    expect(severities("run_terminal_cmd")).toEqual(["medium"]);
    expect(severities("mcp__github__merge")).toEqual(["high"]);
    expect(severities("capfence_approve")).toEqual(["high"]);
    expect(severities("read_file")).toEqual([]);
  });

  it("finds a name that two servers of one name have", () => {
    const [one, other] = [defined({ name: "get_rows" }), defined({ name: "get_rows", title: "R" })];
    expect(shadowedName.check(one, [one, other])).toHaveLength(1);
    expect(shadowedName.check(one, [one])).toEqual([]);
  });

  it("looks thousands of names up in little time", () => {
    const all = Array.from({ length: 5000 }, (_, index) =>
      defined({ name: `read_the_${index.toString(26)}_of_it` }, `s${index % 7}`),
    );
    const began = performance.now();
    for (const tool of all) shadowedName.check(tool, all);
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});
