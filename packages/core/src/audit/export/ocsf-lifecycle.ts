import type { JsonObject } from "../../encoding/json.ts";
import { present } from "./exported-record.ts";
import { policyOf } from "./ocsf-decision.ts";
import { OCSF_CLASSES, type OcsfBody } from "./ocsf-event.ts";

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
