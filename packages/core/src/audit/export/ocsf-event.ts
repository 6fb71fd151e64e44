import type { Json, JsonObject } from "../../encoding/json.ts";

/** The version of OCSF that records are mapped to. */
export const OCSF_VERSION = "1.8.0";

/** An event of the Open Cybersecurity Schema Framework: what every class requires, and more by class. */
export interface OcsfEvent {
  readonly category_uid: number;
  readonly class_uid: number;
  readonly class_name: string;
  readonly activity_id: number;
  readonly activity_name: string;
  /** `class_uid * 100 + activity_id`. */
  readonly type_uid: number;
  readonly severity_id: number;
  readonly severity: string;
  /** Milliseconds since the Unix epoch. */
  readonly time: number;
  readonly message: string;
  readonly metadata: JsonObject;
  /** What of the record has no place elsewhere in the event. */
  readonly unmapped: JsonObject;
  readonly [attribute: string]: Json;
}

/** A class of events: its number and its name, and its category. */
export interface OcsfClass {
  readonly uid: number;
  readonly name: string;
  readonly category: number;
}

/** The classes that records are mapped to. */
export const OCSF_CLASSES: Readonly<
  Record<"base" | "apiActivity" | "lifecycle" | "entityManagement", OcsfClass>
> = {
  base: { uid: 0, name: "Base Event", category: 0 },
  apiActivity: { uid: 6003, name: "API Activity", category: 6 },
  lifecycle: { uid: 6002, name: "Application Lifecycle", category: 6 },
  entityManagement: { uid: 3004, name: "Entity Management", category: 3 },
};

/** What a kind of record says in OCSF, before the frame that all events have. */
export interface OcsfBody {
  readonly of: OcsfClass;
  /** Id and caption. */
  readonly activity: readonly [id: number, name: string];
  readonly severity: Severity;
  readonly message: string;
  /** The id that the records of one decision or of one approval have in common. */
  readonly correlation?: string | undefined;
  readonly attributes: JsonObject;
  /** Members of the record that `attributes` have; all others go into `unmapped`. */
  readonly mapped: readonly string[];
  /** What `attributes` leave out of a member that is mapped. */
  readonly unmapped?: JsonObject;
}

/** The severities of OCSF that are used here. */
export type Severity = "Informational" | "Low" | "Medium" | "High" | "Critical";

/** Their ids. */
export const SEVERITY_IDS: Readonly<Record<Severity, number>> = {
  Informational: 1,
  Low: 2,
  Medium: 3,
  High: 4,
  Critical: 5,
};
