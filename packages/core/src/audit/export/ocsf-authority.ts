import type { JsonObject } from "../../encoding/json.ts";
import { objectOf, present, textOf } from "./exported-record.ts";
import { agent, policyOf } from "./ocsf-decision.ts";
import { OCSF_CLASSES, type OcsfBody } from "./ocsf-event.ts";

/** What people allowed, refused or took back: an entity that is made and changed, and who did it is the actor. Undefined for other kinds. */
export function authorityBody(record: JsonObject, kind: string): OcsfBody | undefined {
  if (kind === "approval") return approvalBody(record);
  if (kind === "grant") return grantBody(record);
  if (kind === "revocation") return revocationBody(record);
  return kind === "bypass" ? bypassBody(record) : undefined;
}

/** A request for approval is an entity that is made and changed; whoever answers it is the actor. */
function approvalBody(record: JsonObject): OcsfBody {
  const id = textOf(record, "approval") ?? "unknown";
  const state = textOf(record, "state") ?? "unknown";
  const by = textOf(record, "by");
  const approved = { action_id: 1, action: "Allowed", disposition_id: 8, disposition: "Approved" };
  const rejected = { action_id: 2, action: "Denied", disposition_id: 25, disposition: "Rejected" };
  return {
    of: OCSF_CLASSES.entityManagement,
    activity: state === "requested" ? [1, "Create"] : [3, "Update"],
    severity: "Informational",
    message: `approval ${id} ${state}${by === undefined ? "" : ` by ${by}`}`,
    correlation: id,
    attributes: present({
      actor: { user: by === undefined ? agent(textOf(record, "actor") ?? "unknown") : person(by) },
      entity: present({
        uid: id,
        name: textOf(record, "capability"),
        type_id: 99,
        type: "Approval request",
        policy: policyOf(record),
      }),
      comment: textOf(record, "note"),
      status_id: 1,
      status: "Success",
      status_code: state,
      ...(state === "approved" && approved),
      ...(state === "rejected" && rejected),
    }),
    mapped: ["approval", "state", "by", "note", "capability", "policyDigest"],
  };
}

/** What an emergency opened is to wake somebody. */
function grantBody(record: JsonObject): OcsfBody {
  const id = textOf(record, "grant") ?? "unknown";
  const by = textOf(record, "by") ?? "unknown";
  const granted = objectOf(record, "granted") ?? {};
  const emergency = record["breakGlass"] === true;
  const capability = textOf(granted, "capability");
  return {
    of: OCSF_CLASSES.entityManagement,
    activity: textOf(granted, "grantedBy") === by ? [1, "Create"] : [3, "Update"],
    severity: emergency ? "High" : "Informational",
    message: `${emergency ? "break-glass " : ""}grant ${id} of ${capability ?? "calls"} by ${by}`,
    correlation: id,
    attributes: present({
      actor: { user: person(by) },
      entity: present({
        uid: id,
        name: capability,
        type_id: 99,
        type: emergency ? "Break-glass grant" : "Grant",
        data: granted,
      }),
      comment: textOf(granted, "reason"),
      ...DONE,
      status_code: emergency ? "break_glass" : "granted",
    }),
    mapped: ["grant", "by", "granted"],
  };
}

function revocationBody(record: JsonObject): OcsfBody {
  const grant = textOf(record, "grant");
  const id = grant ?? textOf(record, "token") ?? "unknown";
  const by = textOf(record, "by") ?? "unknown";
  const type = grant === undefined ? "Token" : "Grant";
  return {
    of: OCSF_CLASSES.entityManagement,
    activity: [4, "Delete"],
    severity: "Informational",
    message: `${type.toLowerCase()} ${id} revoked by ${by}`,
    correlation: id,
    attributes: present({
      actor: { user: person(by) },
      entity: { uid: id, type_id: 99, type },
      comment: textOf(record, "reason"),
      ...DONE,
      status_code: "revoked",
    }),
    mapped: ["grant", "token", "by", "reason"],
  };
}

/** Nothing else lets calls run whatever the policy says. */
function bypassBody(record: JsonObject): OcsfBody {
  const id = textOf(record, "bypass") ?? "unknown";
  const actor = textOf(record, "actor") ?? "unknown";
  const begun = record["state"] !== "ended";
  return {
    of: OCSF_CLASSES.entityManagement,
    activity: begun ? [1, "Create"] : [4, "Delete"],
    severity: begun ? "Critical" : "Informational",
    message: `emergency bypass ${id} for ${actor} ${begun ? "begun" : "ended"}`,
    correlation: id,
    attributes: present({
      actor: { app_name: "CapFence" },
      entity: { uid: id, name: actor, type_id: 99, type: "Emergency bypass" },
      comment: textOf(record, "reason"),
      ...DONE,
      status_code: textOf(record, "state"),
    }),
    mapped: ["bypass", "actor", "state", "reason"],
  };
}

const DONE = { status_id: 1, status: "Success" };

function person(name: string): JsonObject {
  return { uid: name, name, type_id: 1, type: "User" };
}
