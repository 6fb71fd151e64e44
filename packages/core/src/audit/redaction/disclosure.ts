import { canonicalJson } from "../../encoding/canonical-json.ts";
import { freezeJson, isJsonObject, type Json, type JsonObject } from "../../encoding/json.ts";
import { parseJson } from "../../encoding/strict-json.ts";
import { parsePointer, resolvePointer } from "../../policy/payload/json-pointer.ts";
import { RECORD_LIMITS } from "../record.ts";
import { hasMarkerShape, markerFor } from "./marker.ts";
import type { RedactionKey } from "./redaction-key.ts";

/** What somebody says was redacted in a record. */
export interface Claim {
  /** The id of the decision, also for its outcome; or of the request for approval. */
  readonly id: string;
  /** Where the marker stands in the record. */
  readonly pointer: string;
  /** The member's name, where that was hidden with its value. */
  readonly name?: string;
  readonly value: Json;
}

/** A claim with the salt that lets anybody check it; it tells nothing of what else is redacted. */
export interface Disclosure extends Claim {
  readonly salt: string;
}

/** Makes a disclosure of a value that the holder of the key still knows. Throws `JsonError` for a value that is not JSON. */
export function disclose(key: RedactionKey, { id, pointer, name, value }: Claim): Disclosure {
  const claim = { id, pointer, salt: key.salt(id, pointer), value: freezeJson(value) };
  return Object.freeze(name === undefined ? claim : { ...claim, name });
}

/** A disclosure as one line of text. */
export function writeDisclosure({ id, pointer, salt, name, value }: Disclosure): string {
  return canonicalJson({ id, pointer, salt, value, ...(name === undefined ? {} : { name }) });
}

/** Reads the text of a disclosure; undefined for a text that is none. Nothing in it is trusted yet. */
export function readDisclosure(text: string): Disclosure | undefined {
  const read = readObject(text);
  if (read === undefined) return undefined;
  const { id, pointer, salt, name, value, ...rest } = read;
  if (typeof id !== "string" || typeof pointer !== "string" || typeof salt !== "string")
    return undefined;
  if (value === undefined || Object.keys(rest).length > 0 || !/^[0-9a-f]{64}$/.test(salt))
    return undefined;
  if (name === undefined) return Object.freeze({ id, pointer, salt, value });
  return typeof name === "string" ? Object.freeze({ id, pointer, salt, name, value }) : undefined;
}

/**
 * What a record says of a disclosure: it is `proved`, or it is `not_proved` because something else was redacted
 * there; there is nothing redacted there (`not_redacted`); the disclosure is of `another_record`; or the text is
 * `not_a_record`.
 */
export type DisclosureFinding =
  | "proved"
  | "not_proved"
  | "not_redacted"
  | "another_record"
  | "not_a_record";

/** Checks a disclosure against the text of a record, whose place in the log is to be proved apart. Needs no key. */
export function verifyDisclosure(text: string, disclosure: Disclosure): DisclosureFinding {
  const record = readObject(text);
  const id = record && idOf(record);
  if (record === undefined || id === undefined) return "not_a_record";
  if (id !== disclosure.id) return "another_record";
  const { redacted } = record;
  if (!Array.isArray(redacted) || !redacted.includes(disclosure.pointer)) return "not_redacted";
  const tokens = parsePointer(disclosure.pointer);
  const marker = tokens && resolvePointer(record, tokens);
  if (!hasMarkerShape(marker)) return "not_a_record";
  const claimed = markerFor(disclosure);
  return claimed.redacted === marker.redacted && claimed.sha256 === marker.sha256
    ? "proved"
    : "not_proved";
}

/** The member that holds the id that salts are made for, by kind of record. */
const ID_MEMBERS = new Map<Json | undefined, string>([
  ["decision", "id"],
  ["outcome", "decision"],
  ["approval", "approval"],
]);

function idOf(record: JsonObject): string | undefined {
  const id = record[ID_MEMBERS.get(record["kind"]) ?? ""];
  return typeof id === "string" ? id : undefined;
}

function readObject(text: string): JsonObject | undefined {
  try {
    const value = parseJson(text, RECORD_LIMITS);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
