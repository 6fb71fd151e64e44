import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../encoding/canonical-json.ts";
import { freezeJsonObject, type Json, type JsonObject } from "../../encoding/json.ts";
import { JsonError } from "../../errors.ts";
import {
  type Claim,
  disclose,
  type Disclosure,
  readDisclosure,
  verifyDisclosure,
  writeDisclosure,
} from "./disclosure.ts";
import { markerFor } from "./marker.ts";
import { generateRedactionKey, readRedactionKey } from "./redaction-key.ts";
import { Redactor } from "./redactor.ts";

const key = readRedactionKey(generateRedactionKey());
const redactor = new Redactor({
  pointers: ["/payload/card/number", "/payload/pin", "/note"],
  patterns: ["secret"],
  key,
});

const payload = freezeJsonObject({
  card: { number: "4111 1111 1111 1111", name: "ann" },
  pin: null,
  "secret name": { b: [1, 2], a: 1 },
  forged: { redacted: "value", sha256: "0".repeat(64) },
});
const { parts, redacted } = redactor.redact("d1", { payload });
const record: JsonObject = { v: 2, seq: 1, kind: "decision", id: "d1", ...parts, redacted };
const text = canonicalJson(record);

const claim: Claim = { id: "d1", pointer: "/payload/card/number", value: "4111 1111 1111 1111" };
const member: Claim = {
  id: "d1",
  pointer: "/payload/redacted-1",
  name: "secret name",
  value: { a: 1, b: [1, 2] },
};
const found = (claimed: Claim, change: Partial<Disclosure> = {}): string =>
  verifyDisclosure(text, { ...disclose(key, claimed), ...change });

describe("a disclosure", () => {
  it("proves what was hidden", () => {
    expect(found(claim)).toBe("proved");
    expect(found({ id: "d1", pointer: "/payload/pin", value: null })).toBe("proved");
  });

  it("proves a hidden name with its value, whatever the order of members", () => {
    expect(found(member)).toBe("proved");
  });

  it("does not prove anything else", () => {
    expect(found({ ...claim, value: "4111 1111 1111 1112" })).toBe("not_proved");
    expect(found({ ...claim, value: ["4111 1111 1111 1111"] })).toBe("not_proved");
    expect(found({ ...member, name: "secret names" })).toBe("not_proved");
    expect(found({ ...member, value: { a: 1, b: [2, 1] } })).toBe("not_proved");
    expect(found(claim, { salt: "0".repeat(64) })).toBe("not_proved");
    expect(found({ ...claim, pointer: "/payload/pin" })).toBe("not_proved");
  });

  it("does not take a member for a value, nor a value for a member", () => {
    const { name: _, ...nameless } = member;
    expect(found(nameless)).toBe("not_proved");
    expect(found({ ...nameless, value: { "secret name": member.value } })).toBe("not_proved");
    expect(found({ ...claim, name: "number" })).toBe("not_proved");
  });

  it("made with another key does not prove anything", () => {
    const other = readRedactionKey(generateRedactionKey());
    expect(verifyDisclosure(text, disclose(other, claim))).toBe("not_proved");
  });

  it("says nothing of what is not redacted, also where a caller forged a marker", () => {
    for (const pointer of ["/payload/card/name", "/payload/forged", "/payload/x", "", "no pointer"])
      expect(found({ ...claim, pointer })).toBe("not_redacted");
  });

  it("is only of its own record", () => {
    expect(found({ ...claim, id: "d2" })).toBe("another_record");
    const outcome = redactor.redact("d1", { error: "a secret" });
    const entry = { kind: "outcome", decision: "d1", ...outcome.parts, redacted: outcome.redacted };
    const error = disclose(key, { id: "d1", pointer: "/error", value: "a secret" });
    expect(verifyDisclosure(canonicalJson(entry), error)).toBe("proved");
    expect(verifyDisclosure(canonicalJson(entry), disclose(key, claim))).toBe("not_redacted");
    expect(verifyDisclosure(text, error)).toBe("not_redacted");
  });

  it("can be of the words of an approver", () => {
    const answer = redactor.redact("a1", { note: "looks good" });
    const entry = { kind: "approval", approval: "a1", ...answer.parts, redacted: answer.redacted };
    const note = disclose(key, { id: "a1", pointer: "/note", value: "looks good" });
    expect(verifyDisclosure(canonicalJson(entry), note)).toBe("proved");
  });

  const withMarker = (marker: Json): string =>
    canonicalJson({ ...record, payload: { pin: marker } });
  const pin: Claim = { id: "d1", pointer: "/payload/pin", value: null };
  const [sha256, zeros] = [markerFor(disclose(key, pin)).sha256, "0".repeat(64)];

  it("is not proved by a marker that says it stands for something else", () => {
    const disclosure = disclose(key, pin);
    const honest = withMarker({ redacted: "value", sha256 });
    expect(verifyDisclosure(honest, disclosure)).toBe("proved");
    const other = withMarker({ redacted: "member", sha256 });
    expect(verifyDisclosure(other, disclosure)).toBe("not_proved");
  });

  it.each([
    ["one member more", { redacted: "value", sha256: zeros, more: 1 }],
    ["another kind", { redacted: "all", sha256: zeros }],
    ["no digest", { redacted: "value", more: 1 }],
    ["a digest that is not text", { redacted: "value", sha256: [zeros] }],
    ["a short digest", { redacted: "value", sha256: "00" }],
    ["a long digest", { redacted: "value", sha256: `${zeros}0` }],
    ["a digest in capitals", { redacted: "value", sha256: `F${zeros}` }],
    ["a list", ["value", zeros]],
  ])("cannot be checked against a marker with %s", (_name, marker) => {
    expect(verifyDisclosure(withMarker(marker), disclose(key, pin))).toBe("not_a_record");
  });

  it.each([
    ["no JSON", "{"],
    ["a list", "[]"],
    ["another kind", canonicalJson({ ...record, kind: "checkpoint" })],
    ["no kind", '{"id": "d1"}'],
    ["an id that is not text", canonicalJson({ ...record, id: 5 })],
    ["no id", '{"kind": "decision"}'],
    ["a listed place without a marker", canonicalJson({ ...record, payload })],
    ["a listed place that is missing", canonicalJson({ ...record, payload: {} })],
    ["a listed place that is no pointer", canonicalJson({ ...record, redacted: ["x"] }), "x"],
  ])("cannot be checked against %s", (_name, other, pointer = claim.pointer) => {
    expect(verifyDisclosure(other, disclose(key, { ...claim, pointer }))).toBe("not_a_record");
  });

  it("finds nothing redacted in a record without a list", () => {
    const { redacted: _, ...rest } = record;
    for (const other of [rest, { ...rest, redacted: "/payload/card/number" }])
      expect(verifyDisclosure(canonicalJson(other), disclose(key, claim))).toBe("not_redacted");
  });

  it("refuses a value that is not JSON", () => {
    expect(() => disclose(key, { ...claim, value: Number.NaN })).toThrow(JsonError);
  });
});

describe("the text of a disclosure", () => {
  it("is one line that reads as the same", () => {
    for (const one of [claim, member]) {
      const line = writeDisclosure(disclose(key, one));
      expect(line).not.toContain("\n");
      expect(readDisclosure(`${line}\n`)).toStrictEqual(disclose(key, one));
    }
  });

  const whole = JSON.parse(writeDisclosure(disclose(key, member)));
  it.each([
    ["no JSON", "hello"],
    ["a list", [whole]],
    ["no id", { ...whole, id: undefined }],
    ["a pointer that is not text", { ...whole, pointer: 1 }],
    ["no value", { ...whole, value: undefined }],
    ["a short salt", { ...whole, salt: "00" }],
    ["a long salt", { ...whole, salt: `${whole.salt}0` }],
    ["more before the salt", { ...whole, salt: `x${whole.salt}` }],
    ["a salt in a list", { ...whole, salt: [whole.salt] }],
    ["no salt", { ...whole, salt: undefined }],
    ["a name that is not text", { ...whole, name: null }],
    ["something more", { ...whole, more: 1 }],
  ])("is not read with %s", (_name, value) => {
    expect(
      readDisclosure(typeof value === "string" ? value : JSON.stringify(value)),
    ).toBeUndefined();
  });
});
