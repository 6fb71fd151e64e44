import type { OcsfEvent } from "../src/audit/export/ocsf-event.ts";

/** What every class of OCSF 1.8.0 requires. */
const REQUIRED = words("activity_id category_uid class_uid metadata severity_id time type_uid");
/** The attributes of every class that are used here, those of the profile `security_control` among them. */
const OPTIONAL = words(
  "activity_name category_name class_name message raw_data raw_data_hash severity status status_code status_detail status_id type_name unmapped action action_id disposition disposition_id policy",
);

interface ClassSchema {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly activities: Readonly<Record<number, string>>;
}

/** The classes that are used here, with what each adds. */
const CLASSES: Readonly<Record<number, ClassSchema>> = {
  0: { required: [], optional: [], activities: { 0: "Unknown" } },
  3004: {
    required: ["entity"],
    optional: ["actor", "comment", "src_endpoint"],
    activities: { 0: "Unknown", 1: "Create", 2: "Read", 3: "Update", 4: "Delete" },
  },
  6002: {
    required: ["app"],
    optional: [],
    activities: { 0: "Unknown", 3: "Start", 4: "Stop", 8: "Update" },
  },
  6003: {
    required: ["actor", "api", "src_endpoint"],
    optional: ["resources"],
    activities: { 0: "Unknown", 1: "Create", 2: "Read", 3: "Update", 4: "Delete" },
  },
};

/** The captions of numbers. */
const CAPTIONS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  severity: { 1: "Informational", 2: "Low", 3: "Medium", 4: "High", 5: "Critical" },
  status: { 0: "Unknown", 1: "Success", 2: "Failure" },
  action: { 1: "Allowed", 2: "Denied", 3: "Observed" },
  disposition: {
    1: "Allowed",
    2: "Blocked",
    8: "Approved",
    17: "Logged",
    25: "Rejected",
    27: "Error",
  },
};

/** Members of objects of which at least one, or the only one, must be there. */
const MEMBERS: Readonly<Record<string, readonly string[]>> = {
  actor: ["process", "user", "invoked_by", "session", "app_name", "app_uid"],
  api: ["operation"],
  entity: ["name", "uid", "device", "group", "org", "policy", "user"],
  policy: ["name", "type", "uid"],
  src_endpoint: ["ip", "uid", "name", "hostname", "svc_name"],
  metadata: ["version"],
};

/** What in an event is not as OCSF 1.8.0 has it. */
export function ocsfFaults(event: OcsfEvent): readonly string[] {
  const schema = CLASSES[event.class_uid];
  if (schema === undefined) return [`class ${event.class_uid}`];
  const known = new Set([...REQUIRED, ...OPTIONAL, ...schema.required, ...schema.optional]);
  const { activity_id: activity } = event;
  const checks: readonly (readonly [what: string, holds: boolean])[] = [
    ...Object.keys(event).map((name) => [`unknown ${name}`, known.has(name)] as const),
    ...[...REQUIRED, ...schema.required].map(
      (name) => [`missing ${name}`, event[name] !== undefined] as const,
    ),
    ["category", event.category_uid === Math.floor(event.class_uid / 1000)],
    ["type", event.type_uid === event.class_uid * 100 + activity],
    ["time", Number.isSafeInteger(event.time)],
    ["version", event.metadata["version"] === "1.8.0"],
    ["product", event.metadata["product"] !== undefined],
    [
      "activity",
      activity === 99
        ? event.activity_name !== ""
        : schema.activities[activity] === event.activity_name,
    ],
    ...Object.entries(CAPTIONS).map(([name, captions]) => {
      const id = event[`${name}_id`];
      return [
        `caption of ${name}`,
        id === undefined || captions[Number(id)] === event[name],
      ] as const;
    }),
    ...Object.entries(MEMBERS).map(([name, members]) => {
      const object = event[name];
      return [`members of ${name}`, object === undefined || hasOne(object, members)] as const;
    }),
    [
      "profile",
      (event["action_id"] ?? event["policy"]) === undefined ||
        event.metadata["profiles"] !== undefined,
    ],
  ];
  return checks.filter(([, holds]) => !holds).map(([what]) => what);
}

function hasOne(object: unknown, members: readonly string[]): boolean {
  const held = object as Readonly<Record<string, unknown>>;
  return members.some((member) => held[member] !== undefined && held[member] !== "");
}

function words(text: string): readonly string[] {
  return text.split(" ");
}
