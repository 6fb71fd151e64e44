import { anything, assert, constantFrom, dictionary, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { records } from "../../../test/exported-records.ts";
import { ocsfFaults } from "../../../test/ocsf-schema.ts";
import { canonicalJson } from "../../encoding/canonical-json.ts";
import type { Json } from "../../encoding/json.ts";
import { sha256Hex } from "../../encoding/sha256.ts";
import type { ExportedRecord } from "./exported-record.ts";
import { toOcsf } from "./ocsf.ts";

const changed = (changes: object): ExportedRecord => ({ ...records.decision, ...changes });

describe("a record as an OCSF event", () => {
  it.each(Object.entries(records))("has what OCSF 1.8.0 requires: %s", (_name, record) => {
    expect(ocsfFaults(toOcsf(record))).toStrictEqual([]);
    expect(ocsfFaults(toOcsf(record, { text: "{}", decision: records.decision }))).toStrictEqual(
      [],
    );
  });

  it("says of a decision who called what, with what, under which policy, and what was done", () => {
    const { decision } = records;
    expect(toOcsf(decision)).toMatchObject({
      class_uid: 6003,
      activity_id: 99,
      activity_name: "transfer",
      time: Date.parse(decision.time),
      metadata: {
        uid: "00f1e2d3c4b5a697/3",
        sequence: 3,
        correlation_uid: decision["id"],
        event_code: "decision",
        original_time: decision.time,
        profiles: ["security_control"],
      },
      actor: {
        user: { uid: "billing-agent", type: "AI agent" },
        session: { uid: "s-1" },
        app_name: "langchain",
      },
      api: {
        operation: "payments.transfer",
        service: { name: "pay" },
        request: { uid: decision["id"], data: { amount: 50, to: "DE00 1234" } },
      },
      resources: [{ name: "payments" }],
      policy: {
        uid: decision["policyDigest"],
        name: "policy.yaml",
        is_applied: true,
        data: { id: "allow[0]" },
      },
      action: "Allowed",
      disposition: "Allowed",
      status: "Unknown",
      status_code: "policy_allow",
      severity: "Informational",
    });
  });

  it.each([
    [{}, "Allowed", "Allowed", "Unknown", "Informational"],
    [{ warn: true }, "Allowed", "Allowed", "Unknown", "Low"],
    [
      { effect: "deny", reason: "policy_deny", authorized: false },
      "Denied",
      "Blocked",
      "Failure",
      "Medium",
    ],
    [
      { effect: "deny", reason: "policy_deny", authorized: false, rule: { severity: "critical" } },
      "Denied",
      "Blocked",
      "Failure",
      "Critical",
    ],
    [
      { effect: "deny", reason: "policy_error", authorized: false },
      "Denied",
      "Error",
      "Failure",
      "High",
    ],
    [
      { effect: "require_approval", reason: "approval_required", authorized: false },
      "Denied",
      "Blocked",
      "Failure",
      "Low",
    ],
    [
      { effect: "require_approval", reason: "approval_rejected", authorized: false },
      "Denied",
      "Rejected",
      "Failure",
      "Low",
    ],
    [
      { effect: "require_approval", reason: "approval_granted", authorized: true },
      "Allowed",
      "Approved",
      "Unknown",
      "Informational",
    ],
    [
      { effect: "require_approval", reason: "approved_grant", authorized: true },
      "Allowed",
      "Approved",
      "Unknown",
      "Informational",
    ],
    [
      { effect: "require_approval", reason: "approved_grant", authorized: true, warn: true },
      "Allowed",
      "Approved",
      "Unknown",
      "High",
    ],
    [
      { effect: "deny", reason: "bypassed", authorized: true, warn: true, bypass: "byp_1" },
      "Allowed",
      "Allowed",
      "Unknown",
      "Critical",
    ],
    [
      { effect: "deny", reason: "policy_deny", authorized: true, mode: "observe" },
      "Observed",
      "Logged",
      "Unknown",
      "Medium",
    ],
  ])(
    "maps a decision with %j to %s, %s, %s, %s",
    (changes, action, disposition, status, severity) => {
      const event = toOcsf(changed(changes));
      expect(ocsfFaults(event)).toStrictEqual([]);
      expect(event).toMatchObject({ action, disposition, status, severity });
    },
  );

  it("never says that a call which was held back is allowed", () => {
    const words = constantFrom(
      "allow",
      "deny",
      "require_approval",
      "approval_granted",
      "approved_grant",
      "bypassed",
      "policy_allow",
      "x",
    );
    const flags = constantFrom<unknown>(false, undefined, null, "true", 1);
    assert(
      property(words, words, flags, (effect, reason, authorized) => {
        const event = toOcsf(changed({ effect, reason, authorized }));
        expect(event["action_id"]).toBe(2);
        expect(event["status_id"]).toBe(2);
      }),
    );
  });

  it.each([
    ["create", 600301],
    ["read", 600302],
    ["update", 600303],
    ["delete", 600304],
    ["transfer", 600399],
  ])("numbers the action %s %d", (action, type_uid) => {
    expect(toOcsf(changed({ action }))).toMatchObject({ type_uid });
  });

  it("says of an outcome whether it succeeded, on the call that its decision describes", () => {
    const { outcome, decision } = records;
    expect(toOcsf(outcome, { decision })).toMatchObject({
      class_uid: 6003,
      metadata: { correlation_uid: decision["id"] },
      actor: { user: { uid: "billing-agent" } },
      api: {
        operation: "payments.transfer",
        response: { error_message: "Error: connection refused" },
      },
      status: "Failure",
      status_detail: "Error: connection refused",
    });
    expect(JSON.stringify(toOcsf(outcome, { decision }))).not.toContain("DE00");
    const statuses = ["succeeded", "failed", "unknown"].map(
      (word) => toOcsf({ ...outcome, outcome: word } as ExportedRecord)["status_id"],
    );
    expect(statuses).toStrictEqual([1, 2, 0]);
    expect(toOcsf(outcome)).toMatchObject({
      actor: { app_name: "unknown" },
      api: { operation: "unknown" },
    });
  });

  it("raises an opening that accepted a loss", () => {
    expect(
      toOcsf({ ...records.open, acceptedLoss: ["3 records"] } as ExportedRecord),
    ).toMatchObject({
      severity: "High",
      unmapped: { acceptedLoss: ["3 records"] },
    });
    expect(toOcsf(records.open)).toMatchObject({ type_uid: 600203, severity: "Informational" });
  });

  it("loses no member of a record: what has no place is in unmapped", () => {
    const lost = Object.entries(records).flatMap(([name, record]) => {
      const said = JSON.stringify(toOcsf(record));
      const { v: _v, time: _time, seq: _seq, ...members } = record;
      return leaves(members)
        .filter((leaf) => !said.includes(leaf))
        .map((leaf) => `${leaf} of ${name}`);
    });
    expect(lost).toStrictEqual([]);
  });

  it("carries the stored bytes and their hash where they are given", () => {
    const text = canonicalJson(records.decision);
    expect(toOcsf(records.decision, { text })).toMatchObject({
      raw_data: text,
      raw_data_hash: { algorithm_id: 3, value: sha256Hex(text) },
    });
    expect(toOcsf(records.decision)).not.toHaveProperty("raw_data");
  });

  it("takes a kind it does not know as a base event that has all of the record", () => {
    const event = toOcsf({ ...records.close, kind: "novelty", to: "x" } as ExportedRecord);
    expect(ocsfFaults(event)).toStrictEqual([]);
    expect(event).toMatchObject({ type_uid: 99, activity_name: "novelty", unmapped: { to: "x" } });
  });

  it("never throws, whatever a log holds", () => {
    const keys = constantFrom(
      ...Object.keys(records.decision),
      ...Object.keys(records.approval),
      "outcome",
    );
    const kinds = constantFrom(...Object.keys(records), "constructor", "__proto__", "", null, 5);
    assert(
      property(dictionary(keys, anything()), kinds, string(), (members, kind, time) => {
        const record = { ...members, kind, time } as unknown as ExportedRecord;
        expect(ocsfFaults(toOcsf(record, { decision: record }))).toStrictEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

/** Texts and numbers in a value, as they stand in JSON. */
function leaves(value: Json | undefined): readonly string[] {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(leaves);
  return [JSON.stringify(value)];
}
