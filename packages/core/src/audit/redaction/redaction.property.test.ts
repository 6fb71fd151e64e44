import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clearPayloads,
  SECRET,
  secretPayloads,
  secrets,
} from "../../../test/redaction-arbitrary.ts";
import { canonicalJson } from "../../encoding/canonical-json.ts";
import { isJsonObject, type Json, type JsonObject } from "../../encoding/json.ts";
import { parsePointer, writePointer } from "../../policy/payload/json-pointer.ts";
import { type Claim, disclose, type Disclosure, verifyDisclosure } from "./disclosure.ts";
import { generateRedactionKey, readRedactionKey } from "./redaction-key.ts";
import { Redactor } from "./redactor.ts";

const key = readRedactionKey(generateRedactionKey());
const isSecret = (value: Json): boolean => typeof value === "string" && /SECRET\d+/.test(value);

interface Expected {
  /** The payload with `null` where something is hidden. */
  readonly shown: Json;
  readonly claims: readonly Claim[];
}

/** What is to come out, by a reading of its own: `hidden` says of each place whether its value is. */
function expected(
  payload: JsonObject,
  hidden: (place: readonly string[], value: Json) => boolean,
): Expected {
  const claims: Claim[] = [];
  const read = (value: Json, place: readonly string[]): Json => {
    if (hidden(place, value)) {
      claims.push({ id: "d1", pointer: writePointer(place), value });
      return null;
    }
    if (Array.isArray(value)) return value.map((item, index) => read(item, [...place, `${index}`]));
    if (!isJsonObject(value)) return value;
    let count = 1;
    const entries = Object.keys(value).map((name): readonly [string, Json] => {
      const member = value[name] ?? null;
      if (!isSecret(name)) return [name, read(member, [...place, name])];
      while (Object.keys(value).includes(`redacted-${count}`)) count += 1;
      const shown = `redacted-${count++}`;
      claims.push({ id: "d1", pointer: writePointer([...place, shown]), name, value: member });
      return [shown, null];
    });
    return Object.fromEntries(entries);
  };
  return { shown: read(payload, ["payload"]), claims };
}

/** A record's payload with `null` where its list says that something is hidden. */
function blanked(payload: JsonObject, redacted: readonly string[]): Json {
  const root = JSON.parse(JSON.stringify({ payload }));
  for (const pointer of redacted) {
    const tokens = parsePointer(pointer) ?? [];
    const last = tokens.at(-1) ?? "";
    let parent = root;
    for (const token of tokens.slice(0, -1)) parent = parent[token];
    Object.defineProperty(parent, last, { value: null });
  }
  return root.payload;
}

/** What a redactor makes of a payload, and what the record then says of the disclosures. */
function found(redactor: Redactor, payload: JsonObject, { claims }: Expected): object {
  const { parts, redacted } = redactor.redact("d1", { payload });
  const text = canonicalJson({ kind: "decision", id: "d1", payload: parts.payload, redacted });
  const findings = claims.map((claim) => verifyDisclosure(text, disclose(key, claim)));
  return { redacted, shown: canonicalJson(blanked(parts.payload, redacted)), findings };
}

/** What {@link found} is to give. */
function right({ shown, claims }: Expected): object {
  const findings = claims.map(() => "proved");
  return { redacted: claims.map(({ pointer }) => pointer), shown: canonicalJson(shown), findings };
}

/** All places of a payload. */
function placesOf(value: Json, place: readonly string[]): readonly (readonly string[])[] {
  const below = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return [place, ...below.flatMap(([name, member]) => placesOf(member, [...place, name]))];
}

/** Pointers that lead somewhere in the payload, some with a `*` on the way. */
const pointed = secretPayloads.chain((payload) => {
  const place = fc.constantFrom(...placesOf(payload, ["payload"]));
  const pointer = fc
    .tuple(place, fc.array(fc.nat(8), { maxLength: 2 }))
    .map(([tokens, stars]) =>
      tokens.map((token, index) => (index > 0 && stars.includes(index) ? "*" : token)),
    );
  return fc.tuple(fc.constant(payload), fc.array(pointer, { minLength: 1, maxLength: 4 }));
});

describe("redaction", () => {
  it("by patterns leaves no secret, and everything else as it was", () => {
    const redactor = new Redactor({ patterns: [SECRET], key });
    fc.assert(
      fc.property(secretPayloads, (payload) => {
        const wanted = expected(payload, (_, value) => isSecret(value));
        expect(found(redactor, payload, wanted)).toStrictEqual(right(wanted));
        const { parts, redacted } = redactor.redact("d1", { payload });
        expect(canonicalJson({ ...parts, redacted })).not.toContain("SECRET");
      }),
      { numRuns: 2000 },
    );
  });

  it("by pointers hides what they lead to, and leaves everything else as it was", () => {
    fc.assert(
      fc.property(pointed, ([payload, pointers]) => {
        const redactor = new Redactor({
          pointers: pointers.map(writePointer),
          patterns: [SECRET],
          key,
        });
        const leads = (place: readonly string[]): boolean =>
          pointers.some(
            (tokens) =>
              tokens.length === place.length &&
              tokens.every((token, index) => token === "*" || token === place[index]),
          );
        const hidden = (place: readonly string[], value: Json): boolean =>
          leads(place) || isSecret(value);
        const wanted = expected(payload, hidden);
        expect(found(redactor, payload, wanted)).toStrictEqual(right(wanted));
      }),
      { numRuns: 2000 },
    );
  });

  it("touches nothing in a payload without secrets, whatever looks like a marker in it", () => {
    const redactor = new Redactor({ pointers: ["/payload/none/*"], patterns: [SECRET], key });
    fc.assert(
      fc.property(clearPayloads, (payload) => {
        const { parts, redacted } = redactor.redact("d1", { payload });
        expect([parts.payload, redacted]).toStrictEqual([payload, []]);
        expect(parts.payload).toBe(payload);
      }),
    );
  });

  it("proves a value, its place and its record, and no other", () => {
    const redactor = new Redactor({ pointers: ["/payload/*"], key });
    const values = fc.oneof(secrets, clearPayloads);
    const changes = fc.record<Partial<Disclosure>>(
      {
        id: fc.string(),
        pointer: fc.constantFrom("/payload/a", "/payload/b", "/payload", "/payload/a/0"),
        salt: fc.constantFrom("0".repeat(64), key.salt("d2", "/payload/a")),
        name: fc.constantFrom("", "a", "value"),
        value: values,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(values, values, changes, (a, b, change) => {
        const { parts, redacted } = redactor.redact("d1", { payload: { a, b } });
        const text = canonicalJson({
          kind: "decision",
          id: "d1",
          payload: parts.payload,
          redacted,
        });
        const whole = disclose(key, { id: "d1", pointer: "/payload/a", value: a });
        const changed = { ...whole, ...change };
        const same = canonicalJson({ ...changed }) === canonicalJson({ ...whole });
        expect(verifyDisclosure(text, changed) === "proved").toBe(same);
      }),
      { numRuns: 2000 },
    );
  });
});
