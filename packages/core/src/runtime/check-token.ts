import { beforeCompletion } from "../action/capability.ts";
import { ActionEvent } from "../action/event.ts";
import type { DecisionPoint } from "../policy/capability-system.ts";
import type { Decision, Reason } from "../policy/decision.ts";
import type { TokenSettings } from "../policy/token-settings.ts";
import { type Admission, admitCall, type PresentedToken } from "../tokens/admit-call.ts";
import { gateOptions } from "../tokens/gate-options.ts";
import { outOfScope } from "../tokens/scope.ts";
import type { VerifiedToken } from "../tokens/verify-token.ts";
import { TokenError } from "../tokens/token-error.ts";
import type { TokenFacts } from "../tokens/token-facts.ts";

/** What has come of the token of a call. */
export interface CheckedToken {
  /** The event as it is judged: it names the issuer of a token that is good, and none otherwise. */
  readonly event: ActionEvent;
  readonly admission?: Admission;
  /** What the record says of the token. */
  readonly facts?: TokenFacts;
  /** Why the call is denied whatever the policy says of it. */
  readonly denial?: Reason;
}

/**
 * Checks the token that a call came with, as far as that can be told without state. A token that is not good is not
 * taken for none: whoever shows one has to show a good one.
 */
export function checkToken(
  event: ActionEvent,
  presented: PresentedToken | undefined,
  policy: DecisionPoint,
  now: number,
): CheckedToken {
  const plain = withIssuer(event, undefined);
  const { tokens } = policy;
  if (presented === undefined)
    return {
      event: plain,
      ...(tokens?.required === true && { denial: "token_required" as const }),
    };
  if (tokens === undefined) return { event: plain, denial: "token_invalid" };
  try {
    const admission = admitCall(presented, plain, {
      ...gateOptions(tokens, now),
      bearer: tokens.bearer,
      holds: (conditions, judged) => policy.holds?.(conditions, judged) === true,
      usesOf: (budget, judged) => policy.usesOf?.(budget, judged),
    });
    return { event: withIssuer(event, admission.issuer), admission, facts: factsOf(admission) };
  } catch (error) {
    // Whatever went wrong, nobody knows that the token is good.
    const fault = error instanceof TokenError ? error : undefined;
    const denial = fault?.reason ?? "token_invalid";
    return { event: plain, denial, ...(fault?.token && { facts: factsOf(fault.token) }) };
  }
}

/**
 * The event by which a list of tools is judged, where the token is good for some call of the tool; undefined where no
 * call of it could be made with that token. No proof is needed to see a list, nor a token, which may come with the call.
 */
export function checkListing(
  event: ActionEvent,
  presented: PresentedToken | undefined,
  policy: DecisionPoint,
  verified: (presented: PresentedToken, tokens: TokenSettings) => VerifiedToken | undefined,
): ActionEvent | undefined {
  const plain = withIssuer(event, undefined);
  const { tokens } = policy;
  if (presented === undefined) return plain;
  if (tokens === undefined) return undefined;
  try {
    const token = verified(presented, tokens);
    // Arguments may be anything yet.
    if (token === undefined || outOfScope(token, plain, () => true) !== undefined) return undefined;
    return withIssuer(event, token.issuer);
  } catch {
    return undefined;
  }
}

/** A decision that gives way to a denial, unless it is one by itself: where no rule holds, a token might have helped. */
export function deniedFor(decision: Decision, reason: Reason): Decision {
  if (decision.effect === "deny" && decision.reason !== "policy_default_deny") return decision;
  const { policyDigest } = decision;
  return { effect: "deny", reason, warn: false, rule: undefined, uncertain: [], policyDigest };
}

/** The event with whose token came with it: nobody but the runtime may say that. */
export function withIssuer(event: ActionEvent, issuer: string | undefined): ActionEvent {
  const { context, actor, payload, environment, resource, action, alias, capability } = event;
  if (context.tokenIssuer === issuer) return event;
  const { tokenIssuer: _said, ...rest } = context;
  const asked =
    alias === undefined
      ? { capability: beforeCompletion(capability, environment) }
      : { resource, action };
  return ActionEvent.create({
    ...rest,
    ...(issuer === undefined ? {} : { tokenIssuer: issuer }),
    ...asked,
    actor,
    payload,
    ...(environment === undefined ? {} : { environment }),
  });
}

function factsOf({ issuer, ids, actors }: TokenFacts): TokenFacts {
  return { issuer, ids, actors };
}
