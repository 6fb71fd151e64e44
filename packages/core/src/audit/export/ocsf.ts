import type { JsonObject } from "../../encoding/json.ts";
import { sha256Hex } from "../../encoding/sha256.ts";
import {
  type ExportedRecord,
  placeOf,
  plain,
  present,
  recordId,
  textOf,
  without,
} from "./exported-record.ts";
import { decisionBody, outcomeBody } from "./ocsf-decision.ts";
import {
  OCSF_CLASSES,
  OCSF_VERSION,
  type OcsfBody,
  type OcsfEvent,
  SEVERITY_IDS,
} from "./ocsf-event.ts";
import { authorityBody } from "./ocsf-authority.ts";
import { isLifecycle, lifecycleBody } from "./ocsf-lifecycle.ts";

/** What an OCSF event may be given beside its record. */
export interface OcsfOptions {
  /** What is stored; the event then carries it as `raw_data`, with its hash, and stays verifiable. */
  readonly text?: string;
  /** The decision that an outcome belongs to, which alone says who called what. */
  readonly decision?: ExportedRecord;
}

/** Members of a record that stand in `metadata` or `time`. */
const FRAME = ["v", "writer", "seq", "time", "kind"];

/** Attributes that an event has only with the profile of security controls. */
const CONTROL = ["action_id", "policy"];

/** SHA-256 among OCSF's algorithms. */
const SHA_256 = 3;

/**
 * A record as an OCSF event: decisions and outcomes are API Activity (6003), approvals, grants and bypasses Entity Management
 * (3004), what happens to the log Application Lifecycle (6002), and anything else a Base Event (0). Never throws.
 */
export function toOcsf(record: ExportedRecord, options: OcsfOptions = {}): OcsfEvent {
  const data = plain(record);
  const body = bodyOf(data, options.decision);
  const [activity, activityName] = body.activity;
  return {
    category_uid: body.of.category,
    class_uid: body.of.uid,
    class_name: body.of.name,
    activity_id: activity,
    activity_name: activityName,
    type_uid: body.of.uid * 100 + activity,
    severity_id: SEVERITY_IDS[body.severity],
    severity: body.severity,
    time: timeOf(data),
    message: body.message,
    metadata: metadataOf(record, body),
    ...body.attributes,
    ...rawData(options.text),
    unmapped: { ...without(data, [...FRAME, ...body.mapped]), ...body.unmapped },
  };
}

function bodyOf(data: JsonObject, decision: ExportedRecord | undefined): OcsfBody {
  const kind = textOf(data, "kind") ?? "unknown";
  if (kind === "decision") return decisionBody(data);
  if (kind === "outcome") return outcomeBody(data, decision && plain(decision));
  if (isLifecycle(kind)) return lifecycleBody(data, kind);
  return (
    authorityBody(data, kind) ?? {
      of: OCSF_CLASSES.base,
      activity: [99, kind],
      severity: "Informational",
      message: `record of kind ${kind}`,
      attributes: {},
      mapped: [],
    }
  );
}

function metadataOf(record: ExportedRecord, body: OcsfBody): JsonObject {
  const data = plain(record);
  return present({
    version: OCSF_VERSION,
    product: { name: "CapFence", vendor_name: "CapFence" },
    uid: recordId(record),
    event_code: textOf(data, "kind"),
    sequence: placeOf(record),
    log_name: textOf(data, "writer"),
    log_version: typeof record.v === "number" ? String(record.v) : undefined,
    original_time: textOf(data, "time"),
    correlation_uid: body.correlation,
    profiles: CONTROL.some((name) => name in body.attributes) ? ["security_control"] : undefined,
  });
}

function rawData(text: string | undefined): JsonObject {
  if (text === undefined) return {};
  const raw_data_hash = { algorithm_id: SHA_256, algorithm: "SHA-256", value: sha256Hex(text) };
  return { raw_data: text, raw_data_hash };
}

function timeOf(data: JsonObject): number {
  const time = Date.parse(textOf(data, "time") ?? "");
  return Number.isNaN(time) ? 0 : time;
}
