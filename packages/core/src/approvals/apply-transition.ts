import type { Decimal } from "../encoding/decimal.ts";
import { personOf } from "../policy/approval-requirement.ts";
import { StateOverlay } from "../state/overlay.ts";
import type { StateReader, StateReads } from "../state/store.ts";
import type { StateKind, StateVersion } from "../state/version.ts";
import { type ApprovedGrant, grantStateAt } from "./grant.ts";
import { nextRequest, type RequestChange } from "./next-request.ts";
import { type ApprovalRequest, stateAt } from "./request.ts";
import { presentToken, revokeToken, subjectsOf } from "../tokens/token-state.ts";
import { grantIn, requestIn } from "./stored.ts";
import type { Transition } from "./transition.ts";
import { afterUse, exceeds, total } from "./usage.ts";

/** What transitions read; `now` is before they are applied. */
export function readsOf(transitions: readonly Transition[]): StateReads {
  const ids = new Map<string, readonly [StateKind, string]>();
  const keys = new Map<string, readonly [StateKind, string]>();
  const times = new Map<string, StateReads["times"][number]>();
  for (const transition of transitions)
    if (transition.type === "request") {
      const { digest } = transition.request;
      keys.set(digest, ["request", digest]);
    } else if (transition.type === "reserve")
      for (const { bucket, window } of transition.limits) {
        ids.set(bucket, ["usage", bucket]);
        times.set(`${bucket} ${window}`, ["usage", bucket, transition.at() - window, window]);
      }
    else if (transition.type === "present") {
      for (const one of subjectsOf(transition)) ids.set(one.join(" "), one);
    } else {
      const [kind, id] = subjectOf(transition);
      ids.set(`${kind} ${id}`, [kind, id]);
    }
  return { ids: [...ids.values()], keys: [...keys.values()], times: [...times.values()] };
}

type OfOneThing = Exclude<Transition, { readonly type: "request" | "reserve" | "present" }>;

function subjectOf(transition: OfOneThing): readonly [StateKind, string] {
  switch (transition.type) {
    case "grant":
      return ["grant", transition.grant.id];
    case "endorse":
    case "revoke":
    case "use":
      return ["grant", transition.id];
    case "revoke_token":
      return ["token", transition.id];
    default:
      return ["request", transition.id];
  }
}

/**
 * The versions that transitions add, or undefined if one of them does not apply; each sees what those before it did.
 * Throws `AuditError` or `RangeError` where what is stored is not readable.
 */
export function applyTransitions(
  state: StateReader,
  transitions: readonly Transition[],
): readonly StateVersion[] | undefined {
  const overlay = new StateOverlay(state);
  for (const transition of transitions) {
    const versions = apply(overlay, transition);
    if (versions === undefined) return undefined;
    overlay.add(versions);
  }
  return overlay.added;
}

function apply(state: StateReader, transition: Transition): readonly StateVersion[] | undefined {
  switch (transition.type) {
    case "request":
      return queue(state, transition.request);
    case "grant": {
      const { grant } = transition;
      return state.latest("grant", grant.id) === undefined
        ? [versionOf("grant", grant, undefined, grant.createdAt)]
        : undefined;
    }
    case "reserve":
      return reserve(state, transition);
    case "endorse":
    case "revoke":
    case "use":
      return changeGrant(state, transition);
    case "present":
      return presentToken(state, transition);
    case "revoke_token":
      return revokeToken(state, transition.id, transition.revocation);
    default:
      return changeRequest(state, transition);
  }
}

function queue(state: StateReader, request: ApprovalRequest): readonly StateVersion[] | undefined {
  const found = state.latestOf("request", request.digest);
  const standing = found && stateAt(requestIn(found), request.createdAt);
  if (standing === "pending" || standing === "approved" || standing === "rejected")
    return undefined;
  return [versionOf("request", request, undefined, request.createdAt)];
}

function changeRequest(
  state: StateReader,
  transition: RequestChange,
): readonly StateVersion[] | undefined {
  const found = state.latest("request", transition.id);
  if (found === undefined) return undefined;
  const now = transition.at();
  const next = nextRequest(requestIn(found), transition, now);
  return next && [versionOf("request", next, found, now)];
}

type GrantChange = Extract<Transition, { readonly type: "endorse" | "revoke" | "use" }>;

function changeGrant(
  state: StateReader,
  transition: GrantChange,
): readonly StateVersion[] | undefined {
  const found = state.latest("grant", transition.id);
  if (found === undefined) return undefined;
  const grant = grantIn(found);
  if (transition.type === "revoke") {
    const { revocation } = transition;
    return grant.revoked === undefined
      ? [versionOf("grant", { ...grant, revoked: revocation }, found, revocation.at)]
      : undefined;
  }
  const now = transition.at();
  const standing = grantStateAt(grant, now);
  if (transition.type === "use") return standing === "active" ? [] : undefined;
  const { endorsement } = transition;
  const open = standing === "active" || standing === "incomplete";
  if (!open || grant.endorsements.some(({ by }) => personOf(by) === personOf(endorsement.by)))
    return undefined;
  const endorsements = [...grant.endorsements, endorsement];
  return [versionOf("grant", { ...grant, endorsements }, found, now)];
}

function reserve(
  state: StateReader,
  { limits, at }: Extract<Transition, { readonly type: "reserve" }>,
): readonly StateVersion[] | undefined {
  const now = at();
  const versions = new Map<string, StateVersion>();
  for (const limit of limits) {
    const { bucket, window } = limit;
    const last = state.latest("usage", bucket);
    // A clock that was set back must not free what was used.
    const time = Math.max(now, last?.time ?? now);
    const used = usedIn(last);
    if (exceeds(limit, used, usedIn(state.before("usage", bucket, time - window))))
      return undefined;
    // Rules that differ in their bound alone count together, and once.
    versions.set(bucket, {
      kind: "usage",
      id: bucket,
      version: (last?.version ?? 0) + 1,
      // By this it is known, once the log is sealed, for over.
      key: limit.until === undefined ? "" : String(limit.until),
      time,
      text: afterUse(used, limit.uses),
    });
  }
  return [...versions.values()];
}

function usedIn(version: StateVersion | undefined): Decimal {
  return total(version?.text ?? "0");
}

function versionOf(
  kind: "request" | "grant",
  value: ApprovalRequest | ApprovedGrant,
  before: StateVersion | undefined,
  time: number,
): StateVersion {
  return {
    kind,
    id: value.id,
    version: (before?.version ?? 0) + 1,
    key: "digest" in value && kind === "request" ? (value.digest ?? "") : "",
    time: Math.max(time, before?.time ?? time),
    text: JSON.stringify(value),
  };
}
