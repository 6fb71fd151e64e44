import { describe, expect, it } from "vitest";
import { examined, found, withParameters } from "../../test/examined.ts";
import { codeExecution } from "./code-execution.ts";
import { externalContent } from "./external-content.ts";
import { freePath } from "./free-path.ts";
import { freeRecipient } from "./free-recipient.ts";
import { moneyWithoutMaximum } from "./money-without-maximum.ts";
import { openArguments } from "./open-arguments.ts";
import { rawQuery } from "./raw-query.ts";
import type { ToolRule } from "./rule.ts";
import { secretParameter } from "./secret-parameter.ts";
import { secretResult } from "./secret-result.ts";
import { unboundedBatch } from "./unbounded-batch.ts";
import { unboundedString } from "./unbounded-string.ts";
import { undeclaredWriter } from "./undeclared-writer.ts";

const TEXT = { type: "string" };

function severities(rule: ToolRule, tool: ReturnType<typeof examined>): readonly string[] {
  return found(rule, tool).map(({ severity }) => severity);
}

describe("undeclared_writer", () => {
  it.each([
    ["delete_all", { readOnlyHint: true }, ["high"]],
    ["create_note", { readOnlyHint: true }, ["high"]],
    ["delete_all", { destructiveHint: false }, ["high"]],
    ["delete_all", {}, ["medium"]],
    ["create_note", {}, ["low"]],
    ["create_note", { readOnlyHint: "false", destructiveHint: 0 }, ["low"]],
    ["delete_all", { readOnlyHint: false, destructiveHint: true }, []],
    ["create_note", { destructiveHint: false }, []],
    ["get_delete_history", { readOnlyHint: true }, []],
    ["frobnicate", { readOnlyHint: true }, []],
  ])("finds of %s with %j: %j", (name, annotations, expected) => {
    expect(severities(undeclaredWriter, examined(name, { annotations }))).toEqual(expected);
  });
});

describe("external_content", () => {
  it.each([
    ["get_issue", {}, 1],
    ["read_inbox", {}, 1],
    ["get_weather", { annotations: { openWorldHint: true } }, 1],
    ["search_contacts_by_email", {}, 0],
    ["get_weather", {}, 0],
    ["delete_email", {}, 0],
  ])("finds of %s with %j: %d", (name, more, count) => {
    expect(found(externalContent, examined(name, more))).toHaveLength(count);
  });

  it("finds what fetches a URL", () => {
    expect(found(externalContent, withParameters("lookup", { url: TEXT }))).toHaveLength(1);
  });
});

describe("open_arguments", () => {
  it.each<[string, unknown, readonly string[]]>([
    ["create_note", undefined, ["medium"]],
    ["create_note", true, ["medium"]],
    ["create_note", {}, ["medium"]],
    ["create_note", { type: "object", properties: {}, additionalProperties: true }, ["medium"]],
    ["create_note", { $ref: "#/$defs/nowhere" }, ["medium"]],
    ["create_note", { properties: { data: {} }, additionalProperties: false }, ["medium"]],
    ["get_note", {}, ["low"]],
    ["create_note", { type: "object", properties: { a: TEXT } }, ["info"]],
    ["get_note", { type: "object", properties: { a: TEXT } }, []],
    ["create_note", { type: "object", properties: { a: TEXT }, additionalProperties: false }, []],
    ["create_note", { type: "object", additionalProperties: false }, []],
  ])("finds of %s with the schema %j: %j", (name, inputSchema, expected) => {
    expect(severities(openArguments, examined(name, { inputSchema }))).toEqual(expected);
  });
});

describe("secrets", () => {
  it.each(["api_key", "accessToken", "token", "client_secret", "db_password", "Authorization"])(
    "are found in a parameter named %s",
    (name) => {
      expect(found(secretParameter, withParameters("get_note", { [name]: TEXT }))).toHaveLength(1);
    },
  );

  it.each(["next_page_token", "max_tokens", "key", "sort_key", "keyword", "secretary"])(
    "are not found in a parameter named %s",
    (name) => {
      expect(found(secretParameter, withParameters("get_note", { [name]: TEXT }))).toEqual([]);
    },
  );

  it("are found in what a tool returns, not in what it changes", () => {
    expect(severities(secretResult, examined("get-env"))).toEqual(["high"]);
    expect(severities(secretResult, examined("read_secret"))).toEqual(["high"]);
    expect(severities(secretResult, examined("rotate_secret"))).toEqual([]);
  });
});

describe("unbounded_batch", () => {
  it.each([
    ["delete_users", {}, 1],
    ["delete_users", { type: ["array", "null"], maxItems: 1e9 }, 1],
    ["delete_users", { maxItems: 20 }, 0],
    ["get_users", {}, 0],
  ])("finds in %s, of a list with %j: %d", (name, more, count) => {
    const ids = { type: "array", items: TEXT, ...more };
    expect(found(unboundedBatch, withParameters(name, { ids }))).toHaveLength(count);
  });
});

describe("severity", () => {
  it("depends on what the tool does", () => {
    const path = { path: TEXT };
    expect(severities(freePath, withParameters("read_file", path))).toEqual(["medium"]);
    expect(severities(freePath, withParameters("write_file", path))).toEqual(["high"]);
    expect(severities(freePath, withParameters("frobnicate", path))).toEqual(["high"]);
    expect(severities(unboundedString, withParameters("get_note", path))).toEqual(["low"]);
    expect(severities(unboundedString, withParameters("create_note", path))).toEqual(["medium"]);
    const query = { query: TEXT };
    expect(severities(rawQuery, withParameters("execute_query", query))).toEqual(["high"]);
    expect(severities(rawQuery, withParameters("execute_read_query", query))).toEqual(["medium"]);
    const listed = { command: { enum: ["ls", "pwd"] } };
    expect(severities(codeExecution, withParameters("run_command", listed))).toEqual(["medium"]);
    expect(severities(codeExecution, examined("exec"))).toEqual(["critical"]);
  });
});

describe("what is no fault", () => {
  it.each<[ToolRule, string, object]>([
    [freePath, "read_file", { file_id: TEXT, path_count: { type: "number" } }],
    [freeRecipient, "get_user", { user: TEXT }],
    [moneyWithoutMaximum, "search_hotels", { price: { type: "number" } }],
    [moneyWithoutMaximum, "create_note", { quantity: { type: "number" } }],
    [rawQuery, "search_notes", { query: TEXT }],
    [codeExecution, "get_country", { country_code: TEXT, code: TEXT }],
    [unboundedString, "create_note", { when: { type: "string", format: "date" } }],
    [unboundedString, "create_note", { count: { type: "number" }, kind: { enum: ["a"] } }],
  ])("%o finds nothing in %s with %j", (rule, name, properties) => {
    expect(found(rule, withParameters(name, properties))).toEqual([]);
  });

  it("does not end where a bound is only there so that there is one", () => {
    const huge = withParameters("create_note", { text: { type: "string", maxLength: 1e9 } });
    expect(found(unboundedString, huge)).toHaveLength(1);
    const loose = withParameters("create_note", { text: { type: "string", pattern: ".*" } });
    expect(found(unboundedString, loose)).toHaveLength(1);
  });
});

it("quotes names that a server has made long or odd, cuts them, and shows what hides in them", () => {
  const [hidden] = found(unboundedString, withParameters("create_note", { "te\u200bxt": TEXT }));
  expect(hidden?.message).toContain('"teU+200Bxt"');
  const tool = withParameters("create_note", { [`a"\n${"x".repeat(500)}`]: TEXT });
  const [hit] = found(unboundedString, tool);
  expect(hit?.message).toContain('"a\\"\\nxxx');
  expect(hit?.message.length).toBeLessThan(200);
});
