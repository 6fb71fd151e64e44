import type { Effect, Reason } from "../policy/decision.ts";
import { JSON_LIMITS, type JsonLimits, type JsonObject } from "../encoding/json.ts";

/** A record is a judged value with a frame around it, whose characters may be written as six-character escapes. */
export const RECORD_LIMITS: JsonLimits = {
  depth: JSON_LIMITS.depth + 4,
  size: 8 * JSON_LIMITS.size,
};

/** What every record has. A record's bytes are its RFC 8785 form, and its hash is their SHA-256. */
interface RecordBase {
  readonly v: 1;
  /** Its place in the log, from 1 without gaps. */
  readonly seq: number;
  /** When it was made, RFC 3339 in UTC with milliseconds. */
  readonly time: string;
  /** The hash of the record before it; 64 zeros for the first. */
  readonly prev: string;
}

/** What was asked and what was decided, written before anything runs. */
export interface DecisionRecord extends RecordBase {
  readonly kind: "decision";
  readonly id: string;
  readonly actor: string;
  readonly capability: string;
  readonly resource: string;
  readonly action: string;
  readonly alias?: string;
  readonly environment?: string;
  readonly context: JsonObject;
  readonly payload: JsonObject;
  readonly effect: Effect;
  readonly reason: Reason;
  /** Whether the tool may run; in observe mode that is so whatever the effect. */
  readonly authorized: boolean;
  readonly mode: "enforce" | "observe";
  readonly warn?: true;
  readonly rule?: JsonObject;
  readonly uncertain?: readonly string[];
  readonly policyDigest: string;
  /** What path conditions saw of the disk: path to real path, empty where it could not be told. */
  readonly resolved?: Readonly<Record<string, string>>;
  /** The request for approval this decision waits for or used up. */
  readonly approval?: string;
}

/** What became of a tool that was allowed to run. */
export interface OutcomeRecord extends RecordBase {
  readonly kind: "outcome";
  /** The `id` of the decision that let it run. */
  readonly decision: string;
  /** `unknown` means that it was started and nobody saw it end. */
  readonly outcome: "succeeded" | "failed" | "unknown";
  /** Name and message of the tool's error, at most 200 characters. */
  readonly error?: string;
}

/** A change of a request for approval. */
export interface ApprovalRecord extends RecordBase {
  readonly kind: "approval";
  readonly approval: string;
  readonly digest: string;
  readonly state: "requested" | "approved" | "rejected" | "consumed" | "expired";
  readonly by?: string;
  readonly note?: string;
}

/** One record of the audit trail. */
export type AuditRecord = DecisionRecord | OutcomeRecord | ApprovalRecord;

type WithoutPlace<Record_> = Record_ extends unknown ? Omit<Record_, "v" | "seq" | "prev"> : never;

/** A record before it has its place in the log. */
export type RecordDraft = WithoutPlace<AuditRecord>;
