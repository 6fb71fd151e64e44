import { CloudEvent as SdkEvent, HTTP } from "cloudevents";
import { assert, dictionary, jsonValue, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../encoding/canonical-json.ts";
import { freezeJsonObject, type Json, type JsonObject } from "../../encoding/json.ts";
import { sha256Hex } from "../../encoding/sha256.ts";
import { parseJson } from "../../encoding/strict-json.ts";
import { records } from "../../../test/exported-records.ts";
import { toCloudEvent } from "./cloud-event.ts";
import type { ExportedRecord } from "./exported-record.ts";

/** What a receiver reads off the wire. */
function received(record: ExportedRecord, origin?: string): Record<string, unknown> {
  const event = toCloudEvent(record, canonicalJson(record as unknown as Json), origin);
  return JSON.parse(JSON.stringify(event)) as Record<string, unknown>;
}

const odd = (members: object): ExportedRecord => members as ExportedRecord;

describe("a record as a CloudEvent", () => {
  it.each(Object.entries(records))("is valid by the CloudEvents SDK: %s", (_name, record) => {
    const event = toCloudEvent(record, canonicalJson(record));
    const checked = new SdkEvent({ ...event }, true);
    expect(checked.validate()).toBe(true);
    const message = HTTP.structured(checked);
    const again = HTTP.toEvent({ headers: message.headers, body: message.body });
    expect(again).toMatchObject({ id: event.id, source: event.source, type: event.type });
  });

  it("says which record it is, whose, of what kind, when and about what", () => {
    const { decision, outcome, approval, grant, revocation, bypass, open } = records;
    expect(received(decision)).toMatchObject({
      specversion: "1.0",
      id: "00f1e2d3c4b5a697/3",
      source: "urn:capfence:00f1e2d3c4b5a697",
      type: "dev.capfence.audit.decision",
      subject: decision["id"],
      time: "2026-03-01T10:00:00.000Z",
      datacontenttype: "application/json",
      sequence: "0000000000000003",
      partitionkey: "00f1e2d3c4b5a697",
    });
    expect(received(outcome)["subject"]).toBe(decision["id"]);
    expect(received(approval)["subject"]).toBe(approval["approval"]);
    expect(received(grant)["subject"]).toBe(grant["grant"]);
    expect(received(revocation)["subject"]).toBe(grant["grant"]);
    expect(received(bypass)["subject"]).toBe("byp_1");
    expect(received(open)).not.toHaveProperty("subject");
  });

  it("has the origin of the checkpoints as its source, as a valid URN", () => {
    const origin = "example.org/log é?#%/00f1e2d3c4b5a697";
    const { source } = received(records.decision, origin);
    expect(source).toBe("urn:capfence:example.org/log%20%C3%A9%3F%23%25/00f1e2d3c4b5a697");
    expect(new URL(String(source)).protocol).toBe("urn:");
    expect(received(records.decision, "\ud800")["source"]).toBe("urn:capfence:%EF%BF%BD");
  });

  it("gives back the stored bytes, whatever the record holds", () => {
    const anything = dictionary(
      string({ unit: "grapheme" }),
      jsonValue({ stringUnit: "grapheme" }),
    );
    assert(
      property(anything, (payload) => {
        let held: JsonObject;
        try {
          held = freezeJsonObject(payload);
        } catch {
          return;
        }
        const text = canonicalJson({
          ...(records.decision as unknown as JsonObject),
          payload: held,
        });
        const record = parseJson(text) as unknown as ExportedRecord;
        const wire = JSON.stringify(toCloudEvent(record, text), undefined, 2);
        const { data, leafhash } = JSON.parse(wire) as { data: Json; leafhash: string };
        expect(canonicalJson(data)).toBe(text);
        expect(sha256Hex(`\0${canonicalJson(data)}`)).toBe(leafhash);
      }),
      { numRuns: 500 },
    );
  });

  it("carries the hash of what is stored, so that a text that is not the record's is noticed", () => {
    const text = `${canonicalJson(records.decision)} `;
    const { data, leafhash } = toCloudEvent(records.decision, text);
    expect(leafhash).toBe(sha256Hex(`\0${text}`));
    expect(sha256Hex(`\0${canonicalJson(data)}`)).not.toBe(leafhash);
  });

  it.each([
    ["of a kind that is not known", { ...records.decision, kind: "grant" }, "grant"],
    ["of a kind that is no name", { ...records.decision, kind: "a\nb.c" }, "unknown"],
    ["that is empty", odd({}), "unknown"],
    ["with members of other types", odd({ writer: 1, seq: {}, time: [], kind: null }), "unknown"],
    [
      "without a prototype",
      odd(Object.assign(Object.create(null), { seq: Object.create(null) })),
      "unknown",
    ],
    [
      "with control characters",
      odd({ writer: "a\u0000b", seq: -1.5, kind: "decision", id: "\n" }),
      "decision",
    ],
    ["at a time that is none", { ...records.decision, time: "2026-99-99T99:99:99Z" }, "decision"],
  ])("is valid for a record %s", (_what, record, kind) => {
    const event = toCloudEvent(record, "");
    expect(event.type).toBe(`dev.capfence.audit.${kind}`);
    expect(new SdkEvent({ ...event }, true).validate()).toBe(true);
    // oxlint-disable-next-line no-control-regex -- the specification forbids them in attributes
    const attributes = Object.entries(event).filter(([name]) => name !== "data");
    for (const [name, value] of attributes) {
      expect(name).toMatch(/^[a-z0-9]{1,20}$/);
      expect(value).toMatch(/^[\x20-\x7e\xa0-\uffff]+$/);
    }
  });
});
