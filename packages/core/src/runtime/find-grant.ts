import type { ActionEvent } from "../action/event.ts";
import { type Authority, isGranted } from "../approvals/authority.ts";
import { ANY, type ApprovedGrant, grantStateAt, LONGEST_GRANT } from "../approvals/grant.ts";
import { allGrants } from "../approvals/stored.ts";
import { type MaybePromise, whenReady } from "../maybe-promise.ts";
import { capabilityMatcher } from "../policy/capability-pattern.ts";
import type { DecisionPoint } from "../policy/capability-system.ts";
import type { StateStore } from "../state/store.ts";

/** What a call is compared with grants by. */
export interface GrantQuestion {
  readonly event: ActionEvent;
  /** The digest of the call. */
  readonly digest: string;
  /** What the request with an id shows of the call. */
  readonly shownIn: (request: string) => string;
  readonly authority: Authority;
  readonly policy: DecisionPoint;
  readonly now: number;
  /** Whether the call exceeds a limit. */
  readonly beyondLimit: boolean;
}

/** A grant in force that opens a call, those without an emergency first. Throws or rejects where they cannot be read. */
export function findOpeningGrant(
  store: StateStore,
  question: GrantQuestion,
): MaybePromise<ApprovedGrant | undefined> {
  return whenReady(allGrants(store, question.now - LONGEST_GRANT), (grants) => {
    const opening = grants.filter((grant) => opens(grant, question));
    return opening.find(({ breakGlass }) => breakGlass !== true) ?? opening[0];
  });
}

function opens(
  grant: ApprovedGrant,
  { event, digest, shownIn, authority, policy, now, beyondLimit }: GrantQuestion,
): boolean {
  return (
    grantStateAt(grant, now) === "active" &&
    (grant.actor === ANY || grant.actor === event.actor) &&
    covers(grant.capability, event.capability) &&
    (grant.environment === ANY || grant.environment === event.environment) &&
    (grant.session === undefined || grant.session === event.context.sessionId) &&
    (grant.tool === undefined || grant.tool === event.context.toolName) &&
    (grant.toolDigest === undefined || grant.toolDigest === event.context.toolDigest) &&
    // Who gave it knew of no limit; only an emergency goes beyond one.
    (!beyondLimit || grant.breakGlass === true) &&
    (grant.digest === undefined || grant.digest === digest) &&
    (grant.shown === undefined || grant.shown === shownIn(grant.request ?? "")) &&
    // Whoever cannot judge conditions must not take them for met.
    (grant.conditions === undefined || policy.holds?.(grant.conditions, event) === true) &&
    isGranted(grant, event.actor, authority)
  );
}

/** A grant for everything is none. */
function covers(pattern: string, capability: string): boolean {
  return !pattern.startsWith(ANY) && capabilityMatcher(pattern)?.(capability) === true;
}
