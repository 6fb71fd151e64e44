import type { JsonObject } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { isAtLeast, type Severity } from "../../src/taxonomies/severity.ts";
import { TEXT_RULES } from "../../src/rules/text-rules.ts";
import { defined } from "../defined.ts";
import { BENIGN } from "./benign.ts";
import { COVERT } from "./covert.ts";
import { HIDDEN } from "./hidden.ts";
import { POISONED } from "./poisoned.ts";

function found(definition: JsonObject, least: Severity): readonly string[] {
  const tool = defined(definition);
  return TEXT_RULES.flatMap((rule) => {
    const hits = rule.check(tool, [tool]);
    return hits
      .filter(({ severity = rule.severity }) => isAtLeast(severity, least))
      .map(({ pointer, message }) => `${rule.id} ${pointer}: ${message}`);
  });
}

describe("a poisoned definition is found with", () => {
  it.each(Object.entries(POISONED))("%s", (_, definition) => {
    expect(found(definition, "high")).toContainEqual(expect.stringMatching(/^poisoned_text /));
  });
});

describe("a definition that hides text is found with", () => {
  it.each(Object.entries(HIDDEN))("%s", (_, definition) => {
    expect(found(definition, "medium")).toContainEqual(expect.stringMatching(/^hidden_text /));
  });
});

describe("a definition that admits abuse is found with", () => {
  it.each(Object.entries(COVERT))("%s", (_, definition) => {
    expect(found(definition, "medium")).toContainEqual(expect.stringMatching(/^covert_purpose /));
  });
});

describe("an honest definition is left alone with", () => {
  it.each(Object.entries(BENIGN))("%s", (_, definition) => {
    expect(found(definition, "medium")).toEqual([]);
  });
});
