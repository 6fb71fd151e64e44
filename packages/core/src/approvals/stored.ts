import { isJsonObject, type Json, type JsonObject } from "../encoding/json.ts";
import { parseJson } from "../encoding/strict-json.ts";
import { ApprovalError, AuditError } from "../errors.ts";
import { type MaybePromise, whenReady } from "../maybe-promise.ts";
import type { StateStore } from "../state/store.ts";
import type { StateKind, StateVersion } from "../state/version.ts";
import type { ApprovedGrant } from "./grant.ts";
import type { ApprovalAnswer, ApprovalRequest, ApprovalState } from "./request.ts";

/** A request is a judged call with a frame around it, whose characters may be written as escapes. */
const LIMITS = { depth: 72, size: 8 * 1024 * 1024 };

/** The request in a version, frozen. Throws `AuditError` for one that is not whole. */
export function requestIn(version: StateVersion): ApprovalRequest {
  const value = read(version);
  const { id, digest, state, context, payload, answers, approvers = [], groups = [] } = value;
  const whole =
    id === version.id &&
    digest === version.key &&
    typeof state === "string" &&
    Object.hasOwn(STATES, state) &&
    areTexts(value, ["actor", "capability", "policyDigest"]) &&
    mayBeTexts(value, ["alias", "environment", "rule", "reason", "cancelledBy", "cancelledFor"]) &&
    isJsonObject(context) &&
    isJsonObject(payload) &&
    isListOf(approvers, isText) &&
    isListOf(groups, isGroup) &&
    isFramed(value) &&
    isListOf(answers, isAnswer);
  if (!whole) throw unreadable(version);
  return value as unknown as ApprovalRequest;
}

/** The grant in a version, frozen. Throws `AuditError` for one that is not whole. */
export function grantIn(version: StateVersion): ApprovedGrant {
  const value = read(version);
  const { id, conditions = {}, breakGlass = true, endorsements, revoked } = value;
  const whole =
    id === version.id &&
    areTexts(value, ["actor", "capability", "environment", "grantedBy"]) &&
    mayBeTexts(value, ["session", "tool", "toolDigest", "digest", "shown", "reason", "request"]) &&
    isJsonObject(conditions) &&
    breakGlass === true &&
    isFramed(value) &&
    isListOf(endorsements, isSaid) &&
    (revoked === undefined || isSaid(revoked));
  if (!whole) throw unreadable(version);
  return value as unknown as ApprovedGrant;
}

const STATES: Readonly<Record<ApprovalState, true>> = {
  pending: true,
  approved: true,
  rejected: true,
  expired: true,
  cancelled: true,
  consumed: true,
};
const ANSWERS: ReadonlySet<unknown> = new Set<ApprovalAnswer["answer"]>(["approved", "rejected"]);

/** What both have: when they begin and end, and how many must agree. */
function isFramed({ createdAt, expiresAt, quorum }: JsonObject): boolean {
  return isTime(createdAt) && isTime(expiresAt) && typeof quorum === "number";
}

function isAnswer(value: Json): boolean {
  return isSaid(value) && ANSWERS.has(value["answer"]);
}

function isText(value: Json): boolean {
  return typeof value === "string";
}

function isGroup(value: Json): boolean {
  return (
    isJsonObject(value) &&
    isListOf(value["approvers"], isText) &&
    typeof value["quorum"] === "number"
  );
}

/** What somebody said, and when. */
function isSaid(value: Json): value is JsonObject {
  return (
    isJsonObject(value) &&
    areTexts(value, ["by"]) &&
    isTime(value["at"]) &&
    mayBeTexts(value, ["note", "reason", "signature"])
  );
}

function areTexts(value: JsonObject, names: readonly string[]): boolean {
  return names.every((name) => typeof value[name] === "string");
}

function mayBeTexts(value: JsonObject, names: readonly string[]): boolean {
  return names.every((name) => value[name] === undefined || typeof value[name] === "string");
}

function isListOf(value: Json | undefined, is: (one: Json) => boolean): boolean {
  return Array.isArray(value) && (value as readonly Json[]).every(is);
}

/** No date is further from 1970, in milliseconds. */
const LAST_TIME = 8.64e15;

function isTime(value: Json | undefined): boolean {
  return typeof value === "number" && Math.abs(value) <= LAST_TIME;
}

/** The request with an id. */
export function findRequest(
  store: StateStore,
  id: string,
): MaybePromise<ApprovalRequest | undefined> {
  return whenReady(store.latest("request", id), (version) => version && requestIn(version));
}

/** The request with an id, for whoever names one. Throws `ApprovalError` where there is none. */
export async function requireRequest(store: StateStore, id: string): Promise<ApprovalRequest> {
  const request = await findRequest(store, id);
  if (request !== undefined) return request;
  throw new ApprovalError(
    `there is no request "${id}"; approvals.pending(), or capfence pending-approvals, lists those that wait`,
  );
}

/** The newest request of a digest. */
export function newestRequest(
  store: StateStore,
  digest: string,
): MaybePromise<ApprovalRequest | undefined> {
  return whenReady(store.latestOf("request", digest), (version) => version && requestIn(version));
}

/** All requests, oldest first. */
export function allRequests(store: StateStore): MaybePromise<readonly ApprovalRequest[]> {
  return whenReady(store.all("request"), (versions) => versions.map(requestIn));
}

/** The grant with an id. */
export function findGrant(store: StateStore, id: string): MaybePromise<ApprovedGrant | undefined> {
  return whenReady(store.latest("grant", id), (version) => version && grantIn(version));
}

/** All grants that have changed at `since` or later, oldest first. */
export function allGrants(store: StateStore, since = 0): MaybePromise<readonly ApprovedGrant[]> {
  return whenReady(store.all("grant", since), (versions) => versions.map(grantIn));
}

function read(version: StateVersion): JsonObject {
  let value: Json;
  try {
    // Frozen; not as a call is, for with its frame the largest call that is judged is larger than that.
    value = parseJson(version.text, LIMITS);
  } catch (cause) {
    throw unreadable(version, cause);
  }
  if (!isJsonObject(value)) throw unreadable(version);
  return value;
}

const NAMES: Readonly<Record<StateKind, string>> = {
  request: "request for approval",
  grant: "grant",
  usage: "use of a limit",
  token: "revocation of a token",
  proof: "use of a proof",
};

function unreadable({ kind, id, version }: StateVersion, cause?: unknown): AuditError {
  return new AuditError(
    `the stored ${NAMES[kind]} ${JSON.stringify(id)} is not readable in its version ${version}`,
    { cause },
  );
}
