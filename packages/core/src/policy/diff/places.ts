import { canonicalJson } from "../../encoding/canonical-json.ts";
import type { Json } from "../../encoding/json.ts";
import type { Amount } from "../payload/amounts.ts";
import type { Condition, Samples } from "../conditions/condition.ts";
import type { CapabilityFacts } from "../payload/event-view.ts";
import { type Truth } from "../truth.ts";
import { isOnAll, type Side } from "./bearing-rules.ts";
import { eventOf, makeCall } from "./call.ts";
import { numberLine } from "./number-line.ts";
import { PLAIN_FILES } from "./plain-files.ts";
import type { Asked } from "./spelling.ts";

/** The values to try at one place of a call; undefined leaves it out. */
export interface Place {
  readonly at: string;
  readonly values: readonly (Json | undefined)[];
}

interface Draft {
  readonly values: Map<string, Json>;
  readonly bounds: Amount[];
  /** Texts by the condition that gave them. */
  readonly texts: (readonly string[])[];
}

const MOST_JOINED = 48;

/** Of long lists of texts in a rule that both sides have, so many are tried: it answers alike for all of them. */
const MOST_OF_SHARED = 6;

/** Every place that conditions of either side read for a capability, with the values between which they differ. */
export function placesOf(sides: readonly Side[], asked: Asked): readonly Place[] {
  const drafts = new Map<string, Draft>();
  for (const { candidates, facts } of sides)
    for (const { rule } of candidates) {
      const shared = isOnAll(rule, sides);
      for (const samples of samplesOf(rule.conditions, facts))
        collect(shared ? shortened(samples) : samples, drafts);
    }
  const risks = sides.flatMap(({ policy }) => [...policy.document.riskLevels.keys()]);
  if (risks.length > 0) collect({ at: "risk", values: risks, complete: true }, drafts);
  return [...drafts].map(([at, draft]) => finished(at, draft, sides, asked));
}

/** The places that some conditions of one side read, with the values between which those differ. */
export function placesOfConditions(
  conditions: readonly Condition[],
  side: Side,
  asked: Asked,
): readonly Place[] {
  const drafts = new Map<string, Draft>();
  for (const samples of samplesOf(conditions, side.facts)) collect(samples, drafts);
  return [...drafts].map(([at, draft]) => finished(at, draft, [side], asked));
}

function samplesOf(conditions: readonly Condition[], facts: CapabilityFacts): readonly Samples[] {
  return conditions.flatMap((condition) => condition.samples?.(facts) ?? []);
}

/** The last texts of a condition are those that it does not look for. */
function shortened(samples: Samples): Samples {
  const { values, joins = false } = samples;
  if (!joins || values.length <= MOST_OF_SHARED) return samples;
  return { ...samples, values: [...values.slice(0, MOST_OF_SHARED - 2), ...values.slice(-2)] };
}

function collect(samples: Samples, drafts: Map<string, Draft>): void {
  const { at, values, bounds = [], joins = false } = samples;
  const draft: Draft = drafts.get(at) ?? { values: new Map(), bounds: [], texts: [] };
  drafts.set(at, draft);
  for (const value of values) draft.values.set(canonicalJson(value), value);
  draft.bounds.push(...bounds);
  if (joins) draft.texts.push(values.filter((value) => typeof value === "string"));
}

function finished(at: string, draft: Draft, sides: readonly Side[], asked: Asked): Place {
  const numbers = draft.bounds.length === 0 ? [] : numberLine(draft.bounds);
  const all = new Map(draft.values);
  for (const value of [...numbers, ...joined(draft.texts)]) all.set(canonicalJson(value), value);
  const isFact = at !== "" && !at.startsWith("/");
  const values = isFact
    ? distinguished(at, [undefined, ...all.values()], sides, asked)
    : [undefined, ...all.values()];
  return { at, values };
}

/** Texts of different conditions in one, since a call may have to satisfy them all. */
function joined(texts: readonly (readonly string[])[]): readonly string[] {
  const all = new Set<string>();
  for (const [index, some] of texts.entries())
    for (const others of texts.slice(index + 1))
      for (const one of some)
        for (const other of others) {
          if (all.size >= MOST_JOINED) return [...all];
          if (!one.includes(other) && !other.includes(one))
            all.add(`${one} ${other}`).add(`${other} ${one}`);
        }
  return [...all];
}

/** Of values that every condition answers alike, the first; sound for facts, which conditions read one at a time. */
function distinguished(
  at: string,
  values: readonly (Json | undefined)[],
  sides: readonly Side[],
  asked: Asked,
): readonly (Json | undefined)[] {
  const first = new Map<string, Json | undefined>();
  for (const value of values) {
    const filling = new Map(value === undefined ? [] : [[at, value] as const]);
    const event = eventOf(makeCall(asked, filling));
    if (event === undefined) continue;
    const truths: Truth[] = sides.flatMap(({ policy, candidates }) => {
      const view = policy.viewOf(event, PLAIN_FILES);
      return candidates.flatMap(({ rule, absent }) =>
        rule.conditions.map((condition) => condition.evaluate(view, absent)),
      );
    });
    const levels = at === "risk" ? sides.map((side) => levelOf(side, value)) : [];
    const key = JSON.stringify([truths, levels]);
    if (!first.has(key)) first.set(key, value);
  }
  return [...first.values()];
}

function levelOf({ policy }: Side, name: Json | undefined): string | undefined {
  return typeof name === "string"
    ? policy.document.riskLevels.get(name.toLowerCase())?.action
    : undefined;
}
