import { describe, expect, it } from "vitest";
import { RULES } from "../rules/rules.ts";
import type { Mappings } from "./mappings.ts";
import { TAXONOMIES } from "./taxonomies.ts";

describe.each(RULES)("the rule $id", ({ mappings }) => {
  it("refers to identifiers that its taxonomies have", () => {
    const unknown = Object.entries(TAXONOMIES).flatMap(([key, { titles }]) =>
      mappings[key as keyof Mappings].filter((id) => !Object.hasOwn(titles, id)),
    );
    expect(unknown).toEqual([]);
  });

  it("says where it belongs in CAST and in both lists of OWASP", () => {
    expect(mappings.cast).not.toEqual([]);
    expect(mappings.owaspAgentic).not.toEqual([]);
    expect(mappings.owaspLlm).not.toEqual([]);
  });
});
