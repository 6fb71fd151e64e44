import { describe, expect, it } from "vitest";
import { aRequest } from "../../test/a-request.ts";
import { askScope } from "./ask-scope.ts";
import type { WiderScope } from "../approvals/approval-scope.ts";
import { inboxChoices } from "./inbox-choices.ts";

const ENVELOPE = { conditions: { amount_lte: 5000 }, lines: ["amount_lte: 5000", "to: \u001B[2J"] };

/** What is asked for a scope, and what comes of an answer. */
async function asked(kind: WiderScope["kind"], text: string) {
  const printed: string[] = [];
  let problem: string | true = true;
  const scope = await askScope(kind, aRequest(), {
    answers: { envelope: () => ENVELOPE },
    ask: async (_message, validate) => {
      problem = validate?.(text) ?? true;
      return text;
    },
    print: (line) => printed.push(line),
  });
  return { scope, printed, problem };
}

describe("askScope", () => {
  it("says what is opened, and takes a time", async () => {
    const { scope, printed } = await asked("until", "2h");
    expect(scope).toEqual({ kind: "until", seconds: 7200 });
    expect(printed).toEqual([
      "opens every payments.transfer of pay-agent in production, in any session, whatever the arguments",
    ]);
  });

  it("shows the conditions of an envelope", async () => {
    const { scope, printed } = await asked("envelope", "15m");
    expect(scope).toEqual({ kind: "envelope", seconds: 900, conditions: { amount_lte: 5000 } });
    expect(printed.slice(1)).toEqual(["  amount_lte: 5000", "  to: \\u001b[2J"]);
  });

  it("opens nothing without a time", async () => {
    expect((await asked("session", "")).scope).toBeUndefined();
  });

  it.each(["0s", "31d", "soon", "-1h", "1"])("does not take %s for a time", async (text) => {
    expect((await asked("payload", text)).problem).not.toBe(true);
  });
});

describe("inboxChoices", () => {
  it("offers no approval of what was not shown whole", () => {
    const names = inboxChoices(aRequest(), { envelope: () => ENVELOPE }, false);
    expect(names.map(({ value }) => value)).toEqual(["later", "reject", "all", "quit"]);
  });

  it("begin with one that does no harm", () => {
    const names = inboxChoices(aRequest(), { envelope: () => ENVELOPE }, true).map(
      ({ value }) => value,
    );
    expect(names[0]).toBe("later");
    expect(names).toContain("envelope");
  });

  it("offer no session where there is none, and no envelope where none is proposed", () => {
    const names = inboxChoices(aRequest({ context: {} }), {}, true).map(({ value }) => value);
    expect(names).toEqual(["later", "once", "until", "payload", "reject", "all", "quit"]);
  });

  it("let nobody answer who may not", () => {
    const names = inboxChoices(aRequest(), { refusal: () => "not you" }, true).map(
      ({ value }) => value,
    );
    expect(names).toEqual(["later", "all", "quit"]);
  });

  it("have a letter each", () => {
    const keys = inboxChoices(aRequest(), { envelope: () => ENVELOPE }, true).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
