import { escapeControls } from "../../encoding/escape-controls.ts";
import type { JsonObject } from "../../encoding/json.ts";
import { toHex } from "../../encoding/hex.ts";
import { leafHash } from "../merkle/hash.ts";
import { type ExportedRecord, placeOf, plain, recordId, textOf } from "./exported-record.ts";

/** A record as a CloudEvents 1.0.2 event in JSON format, with three extension attributes. */
export interface CloudEvent {
  readonly specversion: "1.0";
  /** `<writer>/<seq>`. */
  readonly id: string;
  /** `urn:capfence:` and the origin of the log's checkpoints, else its writer. */
  readonly source: string;
  /** `dev.capfence.audit.` and the kind of the record. */
  readonly type: string;
  /** What the records of one decision, or of one request for approval, have in common: its id. */
  readonly subject?: string;
  readonly time?: string;
  readonly datacontenttype: "application/json";
  /** The sequence extension: `seq` with leading zeros, as it is compared as text. */
  readonly sequence: string;
  /** The partitioning extension: the writer, so that a broker keeps the records of a log in order. */
  readonly partitionkey: string;
  /** RFC 6962 leaf hash of the stored bytes, in hex; those bytes are the RFC 8785 form of `data`. */
  readonly leafhash: string;
  readonly data: JsonObject;
}

/** Enough digits for every safe integer. */
const SEQUENCE_DIGITS = 16;

/** RFC 3339, as records have it; anything else would make the event invalid. */
const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

/**
 * A record as a CloudEvent. `text` is what is stored: whoever receives the event gets it back as the RFC 8785 form
 * of `data`, and knows by `leafhash` that it is. `origin` is that of the log's checkpoints, `<key name>/<writer>`.
 */
export function toCloudEvent(record: ExportedRecord, text: string, origin?: string): CloudEvent {
  const data = plain(record);
  const writer = textOf(data, "writer") ?? "unknown";
  const time = textOf(data, "time");
  const subject = subjectOf(data);
  return {
    specversion: "1.0",
    id: escapeControls(recordId(record)),
    source: `urn:capfence:${urnPart(origin ?? writer)}`,
    type: `dev.capfence.audit.${kindOf(data)}`,
    ...(subject === undefined ? {} : { subject: escapeControls(subject) }),
    ...(time === undefined || !isTimestamp(time) ? {} : { time }),
    datacontenttype: "application/json",
    sequence: String(placeOf(record)).padStart(SEQUENCE_DIGITS, "0"),
    partitionkey: escapeControls(writer),
    leafhash: toHex(leafHash(text)),
    data,
  };
}

function subjectOf(data: JsonObject): string | undefined {
  switch (data["kind"]) {
    case "decision":
      return textOf(data, "id");
    case "outcome":
      return textOf(data, "decision");
    case "approval":
    case "bypass":
      return textOf(data, data["kind"]);
    case "grant":
    case "revocation":
      return textOf(data, "grant") ?? textOf(data, "token");
    default:
      return undefined;
  }
}

/** Types are names that receivers route by, so a kind that is no name does not get into one. */
function kindOf(data: JsonObject): string {
  const kind = textOf(data, "kind") ?? "";
  return /^[a-z][a-z0-9_-]{0,63}$/.test(kind) ? kind : "unknown";
}

/** RFC 8141 allows `/` in what follows the namespace of a URN, and percent-encoding for the rest. */
function urnPart(text: string): string {
  return text.toWellFormed().split("/").map(encodeURIComponent).join("/");
}

function isTimestamp(text: string): boolean {
  return TIMESTAMP.test(text) && !Number.isNaN(Date.parse(text));
}
