import type { JsonObject } from "../../encoding/json.ts";
import { present, textOf } from "./exported-record.ts";
import { agent, policyOf } from "./ocsf-decision.ts";
import { OCSF_CLASSES, type OcsfBody } from "./ocsf-event.ts";

/** A request for approval is an entity that is made and changed; whoever answers it is the actor. */
export function approvalBody(record: JsonObject): OcsfBody {
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

function person(name: string): JsonObject {
  return { uid: name, name, type_id: 1, type: "User" };
}

const ACTIVITIES: ReadonlyMap<string, readonly [id: number, name: string]> = new Map([
  ["open", [3, "Start"]],
  ["close", [4, "Stop"]],
  ["policy", [8, "Update"]],
  ["checkpoint", [99, "Checkpoint"]],
]);

/** The log is opened and closed, comes under a policy, and is signed. */
export function lifecycleBody(record: JsonObject, kind: string): OcsfBody {
  const lost = record["acceptedLoss"] !== undefined;
  return {
    of: OCSF_CLASSES.lifecycle,
    activity: ACTIVITIES.get(kind) ?? [99, kind],
    severity: lost ? "High" : "Informational",
    message: lost ? "audit log opened although records are missing" : `audit log: ${kind}`,
    attributes: present({
      app: { name: "CapFence", vendor_name: "CapFence", feature: { name: "audit log" } },
      status_id: 1,
      status: "Success",
      policy: policyOf(record),
    }),
    mapped: ["policyDigest"],
  };
}

/** Whether {@link lifecycleBody} knows the kind. */
export function isLifecycle(kind: string): boolean {
  return ACTIVITIES.has(kind);
}
