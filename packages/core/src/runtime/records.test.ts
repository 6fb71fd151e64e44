import { expect, it } from "vitest";
import { ActionEvent } from "../action/event.ts";
import { LogWriter } from "../audit/writer/log-writer.ts";
import { canonicalJson } from "../encoding/canonical-json.ts";
import type { Json } from "../encoding/json.ts";
import { parseJson } from "../encoding/strict-json.ts";
import { decisionRecord, outcomeRecord } from "./records.ts";
import type { ExecutionVerdict } from "./verdict.ts";

/** A verdict with all that a verdict can have, in no order. */
const full: ExecutionVerdict = {
  id: "d",
  timestamp: "2026-01-01T00:00:00.000Z",
  authorized: true,
  decision: "allow",
  reason: "policy_allow",
  event: ActionEvent.create({
    actor: "agent",
    resource: "files.archive",
    action: "read",
    environment: "production",
    toolName: "reader",
    sessionId: "s",
    payload: { z: 1, a: { 10: "ten", 9: "nine", b: [{ d: 1, c: "\ud83d\ude00" }] } },
  }),
  warn: true,
  rule: { section: "allow", line: 1, id: "r", file: "p.yaml", reason: "why", references: ["x"] },
  uncertain: ["path"],
  policyDigest: "p",
  resolved: { "/b": "/c", "/a": "" },
  mode: "enforce",
  approvalId: "apr_1",
};
const { resolved: _, approvalId: __, ...least } = full;

it.each([
  ["a decision with everything", decisionRecord(full, "d", full.timestamp)],
  [
    "a decision without",
    decisionRecord({ ...least, rule: undefined, warn: false, uncertain: [] }, "d", "t"),
  ],
  ["an outcome", outcomeRecord(full, { outcome: "succeeded" }, full.timestamp)],
  ["a failure", outcomeRecord(full, { outcome: "failed", error: new Error("\n\ud800") }, "t")],
])("%s is stored in its RFC 8785 form, and has its keys in that order before", (_name, draft) => {
  const { text } = new LogWriter("0123456789abcdef").link(draft);
  const value = parseJson(text);
  expect(canonicalJson(value)).toBe(text);
  expect(JSON.stringify(sorted(value))).toBe(
    text.replaceAll('"10":"ten","9":"nine"', '"9":"nine","10":"ten"'),
  );
  expect(Object.keys(draft)).toEqual(Object.keys(draft).toSorted());
});

/** The obvious way, but for numbers as keys, which stand first in every object. */
function sorted(value: Json): Json {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const keys = Object.keys(value).toSorted();
  return Object.fromEntries(
    keys.map((key) => [key, sorted((value as Record<string, Json>)[key] as Json)]),
  );
}
