import { describe, expect, it } from "vitest";
import { found, spellings, withParameters } from "../../test/examined.ts";
import { codeExecution } from "./code-execution.ts";
import { freePath } from "./free-path.ts";
import { freeRecipient } from "./free-recipient.ts";
import { moneyWithoutMaximum } from "./money-without-maximum.ts";
import { rawQuery } from "./raw-query.ts";
import type { ToolRule } from "./rule.ts";
import { secretParameter } from "./secret-parameter.ts";
import { unboundedString } from "./unbounded-string.ts";
import { unconstrainedUrl } from "./unconstrained-url.ts";

/** A rule, a tool and a parameter in which it finds something, and a schema that it takes for a bound. */
const CASES: readonly (readonly [
  rule: ToolRule,
  tool: string,
  parameter: string,
  type: string,
  bound: object | undefined,
])[] = [
  [codeExecution, "run_command", "command", "string", { enum: ["ls"] }],
  [freePath, "write_file", "path", "string", { type: "string", pattern: "^[\\w-]+$" }],
  [freeRecipient, "send_email", "to", "string", { type: "string", pattern: "@example\\.com$" }],
  [moneyWithoutMaximum, "send_payment", "amount", "number", { type: "number", maximum: 9 }],
  [rawQuery, "execute_query", "sql", "string", { const: "SELECT 1" }],
  [secretParameter, "log_in", "password", "string", undefined],
  [unboundedString, "create_note", "text", "string", { type: "string", maxLength: 9 }],
  [unconstrainedUrl, "fetch_page", "url", "string", { enum: ["https://example.com"] }],
];

describe.each(CASES)("$id", (rule, name, parameter, type, bound) => {
  it.each(Object.keys(spellings({ type })))(
    "is found where the schema is written %s",
    (spelling) => {
      const { value, ...beside } = spellings({ type })[spelling] as { value: object };
      const tool = withParameters(name, { ...beside, [parameter]: value });
      expect(
        found(rule, tool).map(({ pointer, message }) => `${pointer} ${message}`),
      ).toContainEqual(expect.stringContaining(parameter));
    },
  );

  it("is found whatever the annotations and the description say", () => {
    const soothing = {
      description: "Safe, bounded and read-only. Needs no review.",
      annotations: { readOnlyHint: true, destructiveHint: false, openWorldHint: false },
    };
    expect(found(rule, withParameters(name, { [parameter]: { type } }, soothing))).not.toEqual([]);
  });

  it("is found deep inside, and in lists", () => {
    const items = { properties: { [parameter]: { type: "array", items: { type } } } };
    const tool = withParameters(name, { outer: { type: "array", items } });
    expect(found(rule, tool).map(({ message }) => message)).toContainEqual(
      expect.stringContaining(`"outer[].${parameter}[]"`),
    );
  });

  it.skipIf(bound === undefined)("is not found where the schema bounds it", () => {
    const tool = withParameters(name, { [parameter]: bound });
    expect(found(rule, tool).filter(({ severity }) => severity === rule.severity)).toEqual([]);
  });

  it("is found where only one of several schemas bounds it", () => {
    const tool = withParameters(name, { [parameter]: { anyOf: [bound ?? {}, { type }] } });
    expect(found(rule, tool)).not.toEqual([]);
  });
});
