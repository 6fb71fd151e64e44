import { digestJson } from "../../encoding/sha256.ts";
import { isJsonObject } from "../../encoding/json.ts";
import { formatDecimal } from "../../encoding/decimal.ts";
import type { Condition } from "../conditions/condition.ts";
import type { Decision, LimitUse } from "../decision.ts";
import { LimitCondition } from "../limits/limit-condition.ts";
import type { EventView } from "../payload/event-view.ts";
import { readLookups } from "../path/path-lookups.ts";
import { evaluateCandidate, type Rule, uncertainConditions } from "../rule.ts";
import { FALSE, TRUE } from "../truth.ts";
import type { Member } from "./member.ts";

/** A rule that holds only once what many calls use is more than its bound. */
export interface LimitMember {
  readonly member: Member;
  readonly limit: LimitCondition;
  /** The rule's other conditions, which say what it counts. */
  readonly others: readonly Condition[];
  /** SHA-256 of what the rule counts, whatever its bound and its section. */
  readonly scope: string;
}

/** The limit of a rule, if it has one. */
export function limitOf({ conditions }: Rule): LimitCondition | undefined {
  return conditions.find((condition) => condition instanceof LimitCondition);
}

/** The members whose rules have a limit, in their order; undefined where there are none. */
export function limitMembers(members: readonly Member[]): readonly LimitMember[] | undefined {
  const limited = members.flatMap((member) => {
    const { rule } = member.candidate;
    const limit = limitOf(rule);
    if (limit === undefined) return [];
    const others = rule.conditions.filter((condition) => condition !== limit);
    return [{ member, limit, others, scope: scopeOf(rule, limit) }];
  });
  return limited.length === 0 ? undefined : limited;
}

/** SHA-256 of what a rule with a limit counts. Rules of one scope count together, whatever their bounds and sections. */
export function scopeOf({ meaning, patterns }: Rule, limit: LimitCondition): string {
  const written = isJsonObject(meaning) ? meaning : {};
  const { section: _section, [limit.key]: _bound, ...conditions } = written;
  const capability = [...new Set(patterns.map((pattern) => pattern.join(".")))].toSorted();
  return digestJson({ conditions: { ...conditions, capability }, limit: limit.scope });
}

/** A decision with what the event would use of each limit that is about it, and what was seen of the disk. */
export function underLimits(
  decision: Decision,
  members: readonly LimitMember[],
  view: EventView,
): Decision {
  const uses = members.map((one) => useOf(one, view)).filter((use) => use !== undefined);
  const resolved = view.made(readLookups)?.resolved;
  const seen = resolved === undefined ? {} : { resolved };
  if (uses.length === 0)
    return resolved === undefined ? decision : Object.freeze({ ...decision, ...seen });
  const limits = uses.map((use) =>
    Object.freeze({ ...use, exceeded: Object.freeze({ ...use.exceeded, ...seen }) }),
  );
  return Object.freeze({ ...decision, ...seen, limits: Object.freeze(limits) });
}

function useOf(
  { member, limit, others, scope }: LimitMember,
  view: EventView,
): LimitUse | undefined {
  const { candidate } = member;
  const { absent } = candidate;
  const uses = limit.usesOf(view, absent);
  if (uses === undefined) return undefined;
  const truth = evaluateCandidate(candidate, view, others);
  if (truth === FALSE) return undefined;
  const exceeded: Decision =
    truth === TRUE
      ? member.decision
      : { ...member.decision, uncertain: Object.freeze(uncertainConditions(candidate, view)) };
  return {
    bucket: limit.bucketOf(scope, view),
    window: limit.window.milliseconds,
    most: formatDecimal(limit.most),
    uses,
    exceeded,
  };
}
