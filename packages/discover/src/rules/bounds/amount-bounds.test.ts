import { describe, expect, it } from "vitest";
import { hasMaximum } from "./amount-bounds.ts";

describe("an amount has a maximum", () => {
  it.each([
    { type: "number", maximum: 500 },
    { type: "integer", exclusiveMaximum: 500 },
    { type: ["number", "null"], maximum: 0 },
    { enum: [5, 10] },
    { const: 5 },
    { type: "string", pattern: "^\\d{1,6}(\\.\\d\\d)?$" },
    { type: "boolean" },
  ])("with %j", (schema) => {
    expect(hasMaximum(schema)).toBe(true);
  });

  it.each([
    {},
    { type: "number" },
    { type: "number", minimum: 0, enum: [] },
    { type: "number", maximum: 1e12 },
    { type: "integer", maximum: Number.MAX_SAFE_INTEGER },
    { type: "number", maximum: "500" },
    { type: "number", maxLength: 3 },
    { type: ["number", "string"], maximum: 500 },
    { maximum: 500 },
    { type: "string", maximum: 500 },
    { type: "string", maxLength: 4 },
    { type: "string", pattern: "^\\d+$" },
    { type: "string", pattern: "^.{1,6}$" },
    { type: "string", pattern: "^[\\de]{1,6}$" },
    { type: "string", pattern: "\\d{1,6}" },
  ])("not with %j", (schema) => {
    expect(hasMaximum(schema)).toBe(false);
  });
});
