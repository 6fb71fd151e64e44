import type { Finding, Rule } from "@capfence/discover";
import { describe, expect, it } from "vitest";
import { Collector } from "../../test/scratch.ts";
import { findingLines } from "./finding-lines.ts";

const rule: Rule = {
  about: "server",
  id: "some_rule",
  severity: "high",
  category: "other",
  title: "something wrong",
  help: "mend it",
  mappings: { cast: [], owaspAgentic: [], owaspLlm: [], nistAiRmf: [], mitreAtlas: [] },
  check: () => [],
};

function finding(
  server: string,
  tool: string | undefined,
  message: string,
  client = "cursor",
): Finding {
  return {
    id: "",
    rule,
    severity: "high",
    server,
    origin: { client },
    ...(tool === undefined ? {} : { tool }),
    pointer: "",
    message,
  };
}

describe("the lines of findings", () => {
  it("name a rule once, and tools of one server together of which it says the same", () => {
    const lines = findingLines(
      [
        finding("bank", "pay", "takes anything"),
        finding("bank", "refund", "takes anything"),
        finding("bank", undefined, "speaks plain HTTP"),
        finding("shop", "pay", "takes anything"),
      ],
      new Collector(),
    );
    expect(lines).toEqual([
      "",
      "high  something wrong [some_rule]",
      "  bank / pay, refund",
      "    takes anything",
      "  bank",
      "    speaks plain HTTP",
      "  shop / pay",
      "    takes anything",
    ]);
  });

  it("say once what is so of a server in the configurations of several clients", () => {
    const lines = findingLines(
      [
        finding("bank", "pay", "takes anything"),
        finding("bank", "pay", "takes anything", "codex"),
        finding("bank", "refund", "takes anything", "codex"),
        finding("shop", "pay", "takes anything"),
        finding("shop", "pay", "takes anything", "codex"),
      ],
      new Collector(),
    );
    expect(lines.filter((line) => line.includes(" / "))).toEqual([
      "  bank / pay",
      "  bank / pay, refund",
      "  shop / pay",
    ]);
  });

  it("are no wider than the terminal, whatever a server calls itself", () => {
    const output = Object.assign(new Collector(), { columns: 40 });
    const lines = findingLines([finding("a".repeat(300), "b c ".repeat(50), "\u001b[2J")], output);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(40);
    expect(lines.at(-1)).toBe(String.raw`    \u001b[2J`);
  });
});
