import type { JsonObject } from "../../encoding/json.ts";
import type { RedactionMarker } from "./marker.ts";

/** The members of records that may hold what a caller, a tool or an approver wrote. */
export const RECORD_PARTS = ["payload", "context", "resolved", "error", "note"] as const;

/** The name of such a member. */
export type RecordPart = (typeof RECORD_PARTS)[number];

/** What is to be recorded, member by member. Objects are frozen JSON. */
export interface RecordParts {
  readonly payload?: JsonObject;
  readonly context?: JsonObject;
  /** What path conditions saw of the disk; it is made from the payload. */
  readonly resolved?: JsonObject;
  /** Uncut: half a secret matches no pattern. */
  readonly error?: string;
  readonly note?: string;
}

/** The same members, to be recorded as they are. */
export type RedactedParts<Parts extends RecordParts> = {
  readonly [Part in keyof Parts]: Parts[Part] extends string | undefined
    ? Parts[Part] | RedactionMarker
    : Parts[Part];
};
