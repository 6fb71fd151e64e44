import type { JsonObject } from "../../encoding/json.ts";
import { objectOf, present, textOf, without } from "./exported-record.ts";
import { OCSF_CLASSES, type OcsfBody, type Severity } from "./ocsf-event.ts";

/** A decision is a call of an API, with what the security control did about it. */
export function decisionBody(record: JsonObject): OcsfBody {
  const effect = textOf(record, "effect") ?? "unknown";
  const reason = textOf(record, "reason") ?? "unknown";
  const actor = textOf(record, "actor") ?? "unknown";
  const capability = textOf(record, "capability") ?? "unknown";
  const done = verdictOf(record, effect, reason);
  const context = without(objectOf(record, "context") ?? {}, ["sessionId", "framework"]);
  return {
    of: OCSF_CLASSES.apiActivity,
    activity: activityOf(record),
    severity: severityOf(record, effect, reason),
    message: `${done.action}: ${capability} by ${actor} (${reason})`,
    correlation: textOf(record, "id"),
    attributes: present({
      ...callAttributes(record),
      ...done,
      policy: policyOf(record),
      status_code: reason,
    }),
    mapped: "id actor capability resource tool context payload reason rule policyDigest".split(" "),
    unmapped: Object.keys(context).length === 0 ? {} : { context },
  };
}

/** What became of a tool is a second event on the same call; the decision says which call that was. */
export function outcomeBody(record: JsonObject, decision: JsonObject | undefined): OcsfBody {
  const outcome = textOf(record, "outcome") ?? "unknown";
  const error = textOf(record, "error");
  const capability = decision && textOf(decision, "capability");
  return {
    of: OCSF_CLASSES.apiActivity,
    activity: decision === undefined ? [0, "Unknown"] : activityOf(decision),
    severity: outcome === "succeeded" ? "Informational" : "Low",
    message: `${outcome}: ${capability ?? "a call that was allowed"}`,
    correlation: textOf(record, "decision"),
    attributes: present({
      ...callAttributes(decision ?? {}, { response: present({ error_message: error }) }),
      status_id: outcome === "succeeded" ? 1 : outcome === "failed" ? 2 : 0,
      status: outcome === "succeeded" ? "Success" : outcome === "failed" ? "Failure" : "Unknown",
      status_code: outcome,
      status_detail: error,
    }),
    mapped: ["decision", "outcome", "error"],
  };
}

/** Who called what, with what, from where: as much as is known. */
function callAttributes(record: JsonObject, more?: JsonObject): JsonObject {
  const actor = textOf(record, "actor");
  const context = objectOf(record, "context") ?? {};
  const id = textOf(record, "id");
  const session = textOf(context, "sessionId");
  const tool = textOf(record, "tool") ?? textOf(context, "toolName");
  const resource = textOf(record, "resource");
  const data = more === undefined ? objectOf(record, "payload") : undefined;
  return present({
    actor: present({
      user: actor === undefined ? undefined : agent(actor),
      session: session === undefined ? undefined : { uid: session },
      app_name: textOf(context, "framework") ?? (actor === undefined ? "unknown" : undefined),
    }),
    api: present({
      operation: textOf(record, "capability") ?? "unknown",
      service: tool === undefined ? undefined : { name: tool },
      request: id === undefined ? undefined : present({ uid: id, data }),
      ...more,
    }),
    resources: resource === undefined ? undefined : [{ name: resource }],
    src_endpoint: { uid: textOf(record, "writer") ?? "unknown", name: "agent host" },
  });
}

/** An agent as the user that acts. */
export function agent(name: string): JsonObject {
  return { uid: name, name, type_id: 99, type: "AI agent" };
}

/** The policy that was asked, with the rule that decided; undefined where there was none. */
export function policyOf(record: JsonObject): JsonObject | undefined {
  const uid = textOf(record, "policyDigest");
  const rule = objectOf(record, "rule");
  if (uid === undefined && rule === undefined) return undefined;
  const mode = textOf(record, "mode");
  const is_applied = mode === undefined ? undefined : mode === "enforce";
  const name = rule && textOf(rule, "file");
  const desc = rule && textOf(rule, "reason");
  return present({ uid, name, desc, type: "CapFence policy", is_applied, data: rule });
}

/** The action, the disposition and the status that a decision amounts to. */
function verdictOf(record: JsonObject, effect: string, reason: string) {
  const ran = record["authorized"] === true;
  if (ran && reason === "bypassed")
    return { ...verdict([1, "Allowed"], [1, "Allowed"]), ...UNKNOWN_STATUS };
  const approved = reason === "approval_granted" || reason === "approved_grant";
  if (ran && effect !== "allow" && !approved)
    return { ...verdict([3, "Observed"], [17, "Logged"]), ...UNKNOWN_STATUS };
  if (ran && approved) return { ...verdict([1, "Allowed"], [8, "Approved"]), ...UNKNOWN_STATUS };
  if (ran) return { ...verdict([1, "Allowed"], [1, "Allowed"]), ...UNKNOWN_STATUS };
  const failure = { status_id: 2, status: "Failure" };
  if (reason === "approval_rejected")
    return { ...verdict([2, "Denied"], [25, "Rejected"]), ...failure };
  if (reason === "policy_error" || reason === "approval_error")
    return { ...verdict([2, "Denied"], [27, "Error"]), ...failure };
  return { ...verdict([2, "Denied"], [2, "Blocked"]), ...failure };
}

/** The tool has not run yet. */
const UNKNOWN_STATUS = { status_id: 0, status: "Unknown" };

type Captioned = readonly [id: number, caption: string];

function verdict([action_id, action]: Captioned, [disposition_id, disposition]: Captioned) {
  return { action_id, action, disposition_id, disposition };
}

const RULE_SEVERITIES: ReadonlyMap<string, Severity> = new Map([
  ["info", "Informational"],
  ["low", "Low"],
  ["medium", "Medium"],
  ["high", "High"],
  ["critical", "Critical"],
]);

/** As the rule says if the call was held back, else by what happened. */
function severityOf(record: JsonObject, effect: string, reason: string): Severity {
  const rule = objectOf(record, "rule");
  if (reason === "bypassed") return "Critical";
  if (effect === "allow") return record["warn"] === true ? "Low" : "Informational";
  // One let through by a grant of an emergency has a warning.
  if (reason === "approved_grant" && record["warn"] === true) return "High";
  if (reason === "approval_granted" || reason === "approved_grant") return "Informational";
  if (reason === "policy_error" || reason === "approval_error") return "High";
  const said = RULE_SEVERITIES.get((rule && textOf(rule, "severity")) ?? "");
  return said ?? (effect === "require_approval" ? "Low" : "Medium");
}

const ACTIVITIES: ReadonlyMap<string, Captioned> = new Map([
  ["create", [1, "Create"]],
  ["read", [2, "Read"]],
  ["update", [3, "Update"]],
  ["delete", [4, "Delete"]],
]);

/** One of the four that the class knows where the action is named so, else the action's own name. */
function activityOf(record: JsonObject): Captioned {
  const action = textOf(record, "action") ?? "unknown";
  return ACTIVITIES.get(action) ?? [99, action];
}
