import type { Effect, Reason } from "../policy/decision.ts";
import type { RedactionMarker } from "./redaction/marker.ts";
import { JSON_LIMITS, type JsonLimits, type JsonObject } from "../encoding/json.ts";

/** A record is a judged value with a frame around it, whose characters may be written as six-character escapes. */
export const RECORD_LIMITS: JsonLimits = {
  depth: JSON_LIMITS.depth + 4,
  size: 8 * JSON_LIMITS.size,
};

/** The format of a record, and with it of the log. */
export const RECORD_VERSION = 2;

/** What every record has. A record's bytes are its RFC 8785 form. */
interface RecordBase {
  readonly v: typeof RECORD_VERSION;
  /** Whose log it is in. */
  readonly writer: string;
  /** Its place in that log, from 1 without gaps. */
  readonly seq: number;
  /** When it was made, RFC 3339 in UTC with milliseconds. */
  readonly time: string;
  /** The leaf hash of the record before it, in hex (RFC 6962, 2.1); 64 zeros for the first. */
  readonly prev: string;
}

/** How far a writer's log had come when another writer opened: whoever vouches for the one vouches for the other. */
export interface RosterEntry {
  readonly writer: string;
  readonly size: number;
  /** The leaf hash of its record `size`, in hex. */
  readonly head: string;
  /** Whether it had said that nothing follows. */
  readonly closed?: true;
  /** The name of the sealed file that it ended, where that is another than this one: the log goes on from there. */
  readonly segment?: string;
}

/** A checkpoint that was kept elsewhere, and that the log no longer held up to when it was opened all the same. */
export interface AcceptedLoss {
  readonly origin: string;
  /** How many records the checkpoint was over. */
  readonly size: number;
  /** How many there were. */
  readonly found: number;
}

/** The first record of every writer. */
export interface OpenRecord extends RecordBase {
  readonly kind: "open";
  /** The public key that signs this writer's checkpoints. */
  readonly key?: string;
  /** Notes by which earlier keys name their successors, oldest first. */
  readonly succession?: readonly string[];
  /** The other writers, as far as no roster before had them. */
  readonly roster: readonly RosterEntry[];
  readonly acceptedLoss?: readonly AcceptedLoss[];
}

/** From here on, decisions are made by another policy. */
export interface PolicyRecord extends RecordBase {
  readonly kind: "policy";
  readonly policyDigest: string;
  readonly mode: "enforce" | "observe";
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
  readonly tool?: string;
  readonly context: JsonObject;
  readonly payload: JsonObject;
  /** SHA-256 of the payload's RFC 8785 form, as it is recorded. */
  readonly payloadDigest: string;
  /** JSON Pointers to what is a salted digest here and was something else in the call. */
  readonly redacted?: readonly string[];
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
  /** The grant that let it through. */
  readonly grant?: string;
  /** The emergency bypass that let it through. */
  readonly bypass?: string;
  /** The capability token that came with the call: the ids of its blocks, who issued it, and who has had it. */
  readonly token?: JsonObject;
}

/** What became of a tool that was allowed to run. */
export interface OutcomeRecord extends RecordBase {
  readonly kind: "outcome";
  /** The `id` of the decision that let it run. */
  readonly decision: string;
  /** `unknown` means that it was started and nobody saw it end. */
  readonly outcome: "succeeded" | "failed" | "unknown";
  /** Name and message of the tool's error, at most 200 characters; a salted digest where it is redacted. */
  readonly error?: string | RedactionMarker;
  /** `/error`, where that is redacted. */
  readonly redacted?: readonly string[];
}

/** A change of a request for approval. */
export interface ApprovalRecord extends RecordBase {
  readonly kind: "approval";
  readonly approval: string;
  readonly digest: string;
  readonly state: "requested" | "approved" | "rejected" | "consumed" | "expired" | "cancelled";
  readonly actor: string;
  readonly capability: string;
  readonly environment?: string;
  readonly tool?: string;
  readonly policyDigest: string;
  readonly by?: string;
  readonly note?: string;
  /** The signed note in which the approver says so. */
  readonly signature?: string;
}

/** That somebody granted calls before they are made, or joined those who granted them. */
export interface GrantRecord extends RecordBase {
  readonly kind: "grant";
  readonly grant: string;
  readonly by: string;
  /** Whose calls, of what, where, under which conditions, until when. */
  readonly granted: JsonObject;
  /** It was given in an emergency. */
  readonly breakGlass?: true;
  readonly signature?: string;
}

/** That a grant was taken back, or a block of a capability token with all that was made from it. */
export interface RevocationRecord extends RecordBase {
  readonly kind: "revocation";
  readonly grant?: string;
  readonly token?: string;
  readonly by: string;
  readonly reason?: string;
  readonly signature?: string;
}

/** From here on, until it ends, an actor's calls run whatever the policy says. */
export interface BypassRecord extends RecordBase {
  readonly kind: "bypass";
  readonly bypass: string;
  readonly state: "begun" | "ended";
  readonly actor: string;
  readonly reason: string;
  readonly until: string;
}

/** A signed checkpoint over all records of this writer before it. */
export interface CheckpointRecord extends RecordBase {
  readonly kind: "checkpoint";
  /** A C2SP signed note with a tlog-checkpoint; its origin is `<key name>/<writer>`. */
  readonly note: string;
}

/** Nothing follows from this writer but the checkpoint over this record. */
export interface CloseRecord extends RecordBase {
  readonly kind: "close";
}

/** One record of the audit trail. */
export type AuditRecord =
  | OpenRecord
  | PolicyRecord
  | DecisionRecord
  | OutcomeRecord
  | ApprovalRecord
  | GrantRecord
  | RevocationRecord
  | BypassRecord
  | CheckpointRecord
  | CloseRecord;

/** The kinds of records. */
export const RECORD_KINDS: readonly AuditRecord["kind"][] = [
  "open",
  "policy",
  "decision",
  "outcome",
  "approval",
  "grant",
  "revocation",
  "bypass",
  "checkpoint",
  "close",
];

type Place = Pick<RecordBase, "v" | "writer" | "seq" | "prev">;

type WithoutPlace<Record_> = Record_ extends unknown
  ? MayBeUndefined<Omit<Record_, keyof Place> & Partial<Place>>
  : never;

type MayBeUndefined<Record_> = {
  [Key in keyof Record_]: Record_ extends Required<Pick<Record_, Key>>
    ? Record_[Key]
    : Record_[Key] | undefined;
};

/** A record before it has its place in a log; a member that is undefined is left out. */
export type RecordDraft = WithoutPlace<AuditRecord>;

/** Stands in a draft where its log will put its place, so that its keys are in the order they are written in. */
export const NO_PLACE: Place = { v: RECORD_VERSION, writer: "", seq: 0, prev: "" };
