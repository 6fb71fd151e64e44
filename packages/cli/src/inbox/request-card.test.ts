import { describe, expect, it } from "vitest";
import { aRequest } from "../../test/a-request.ts";
import { type CardFacts, requestCard } from "./request-card.ts";

const LOOK = { width: 60, paint: (_style: string, text: string) => text };

function card(
  difference: Parameters<typeof aRequest>[0] = {},
  facts: Partial<CardFacts> = {},
): string {
  const shown = { similar: undefined, now: 500, all: false, ...facts };
  return requestCard(aRequest(difference), shown, LOOK).join("\n");
}

describe("the card of a request", () => {
  it("never has a line that is wider than the terminal, or begins where a name does", () => {
    const text = card({
      reason: "because ".repeat(30),
      payload: { [`${"deep/".repeat(40)}é`]: "x".repeat(500), amount: 1 },
    });
    expect(text.split("\n").filter((line) => line.length > 60)).toEqual([]);
    expect(text.split("\n").filter((line) => line.startsWith("  because"))).toHaveLength(1);
  });

  it("shows a part of many arguments, and says so", () => {
    const payload = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`a${at}`, at]));
    expect(card({ payload })).toContain("… 24 of 30 are shown");
    expect(card({ payload })).not.toContain("/a29");
    expect(card({ payload }, { all: true })).toContain("/a29");
  });

  it("marks what differs from the last call with signs", () => {
    const similar = {
      at: 0,
      fate: "allow",
      context: {},
      environment: "production",
      payload: { amount: 10, memo: "m" },
    };
    const lines = card({ payload: { amount: 5000, to: "B" } }, { similar }).split("\n");
    expect(lines).toEqual(
      expect.arrayContaining([
        '  + toolName  "transfer"',
        "  ~ /amount   10 -> 5000",
        '  + /to       "B"',
        '  - /memo     "m"',
      ]),
    );
  });

  it("says that nothing differs, or that nobody can tell", () => {
    const { context, environment = "", payload } = aRequest();
    const similar = { at: 0, fate: "allow", context, environment, payload };
    expect(card({}, { similar })).toContain("the same as the last call like this (1s ago, allow)");
    expect(card({}, { similar: "unreadable" })).toContain("the log cannot be read");
  });
});
