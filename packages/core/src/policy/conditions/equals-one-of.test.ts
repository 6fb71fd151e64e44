import { describe, expect, it } from "vitest";
import { matchArgument } from "../../../test/match-argument.ts";
import type { Json } from "../../encoding/json.ts";

describe("a literal matcher", () => {
  it.each<[string, Json | undefined, string]>([
    ["main", "main", "true"],
    ["main", "Main", "uncertain"],
    ["main", "main ", "uncertain"],
    ["main", "ma\u200bin", "uncertain"],
    ["main", "maintenance", "false"],
    ["main", "m\u0430in", "false"],
    ["5", 5, "true"],
    ["5.0", 5, "true"],
    ["5", 6, "false"],
    ['"5"', "5", "true"],
    ["true", true, "true"],
    ["null", null, "true"],
    ["[a, 1]", ["a", 1], "true"],
    ["[a, 1]", [1, "a"], "false"],
    ["main", undefined, "uncertain"],
  ])("%s for %j is %s", (matcher, value, truth) => {
    expect(matchArgument(matcher, value)).toBe(truth);
  });

  it.each<[string, Json]>([
    ["5", "5"],
    ['"5"', 5],
    ["true", "true"],
    ["null", "null"],
    ["main", ["main"]],
    ["main", null],
    ["0", false],
  ])("%s for %j is uncertain, because many tools take one for the other", (matcher, value) => {
    expect(matchArgument(matcher, value)).toBe("uncertain");
  });
});

describe("a text that a tool may take for another", () => {
  it("is one of up to 4096 characters; a longer one is no name", () => {
    const literal = `a${"b".repeat(4095)}`;
    expect(matchArgument(`"${literal}"`, literal)).toBe("true");
    expect(matchArgument(`"${literal}"`, literal.toUpperCase())).toBe("uncertain");
    expect(matchArgument(`"${literal}"`, `${literal} `)).toBe("false");
  });

  it("is one that cannot be folded, to a rule that looks for how it begins or what it matches, but not to one that names it", () => {
    const unfoldable = `x${"\u0301\u0316".repeat(20)}`;
    expect(matchArgument("{ matches: ^secret }", unfoldable)).toBe("uncertain / false");
    expect(matchArgument("{ starts_with: secret }", unfoldable)).toBe("uncertain / false");
    expect(matchArgument("{ starts_with: x }", unfoldable)).toBe("true");
    expect(matchArgument("x", unfoldable)).toBe("false");
  });
});
