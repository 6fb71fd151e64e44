import type { ActionEventInput } from "../../action/event.ts";
import { CompiledPolicy } from "../compiled/policy.ts";
import type { PolicyDocument } from "../document/document.ts";
import type { Rule } from "../rule.ts";
import { areAlike, type Side, sideOf } from "./bearing-rules.ts";
import { eventOf, type Filling, makeCall } from "./call.ts";
import { cellCalls } from "./cell-calls.ts";
import { allBearings, changedRules } from "./bearings.ts";
import { findCells } from "./cells.ts";
import { CHANGE_KINDS, changeKind, groupOf, type PolicyChange } from "./change.ts";
import { PLAIN_FILES } from "./plain-files.ts";
import { replaced } from "./fillings.ts";
import { type Gap, gapsOf } from "./gaps.ts";
import { type SettingChange, settingChanges } from "./settings.ts";
import type { Asked } from "./spelling.ts";

/** How two policies differ, and how thoroughly that was looked for. */
export interface PolicyDiff {
  readonly changes: readonly PolicyChange[];
  readonly settings: readonly SettingChange[];
  readonly explored: Exploration;
}

/** What was tried. */
export interface Exploration {
  /** Capabilities on which different rules bear. */
  readonly capabilities: number;
  /** Calls that both policies judged. */
  readonly calls: number;
  /** Capabilities for which only a choice of all combinations was tried. */
  readonly inPart: number;
  /** Whether every capability was looked at. */
  readonly everyCapability: boolean;
  readonly gaps: readonly Gap[];
}

/** How many calls both policies judge, about; and how many of one capability. */
const MOST_CALLS = 150_000;
const MOST_CALLS_OF_ONE = 6000;
const LEAST_CALLS_OF_ONE = 300;

/**
 * Compares what two policies decide, on a host without symbolic links. Every change that is reported has been
 * judged by both. Rejects with `ConfigurationError` where something the conditions need cannot be loaded.
 */
export async function diffPolicies(
  before: PolicyDocument,
  after: PolicyDocument,
): Promise<PolicyDiff> {
  const old = new CompiledPolicy(before);
  const recent = new CompiledPolicy(after);
  await old.load();
  await recent.load();
  return new Comparison(old, recent).run();
}

class Comparison {
  readonly #before: CompiledPolicy;
  readonly #after: CompiledPolicy;
  readonly #changes = new Map<string, PolicyChange>();
  readonly #gaps = new Map<Rule, readonly Gap[]>();
  #calls = 0;
  #inPart = 0;

  constructor(before: CompiledPolicy, after: CompiledPolicy) {
    this.#before = before;
    this.#after = after;
  }

  run(): PolicyDiff {
    const before = this.#before.document;
    const after = this.#after.document;
    const isChanged = changedRules(before, after);
    const bearings = allBearings(before, after, isChanged);
    const { cells, complete } = findCells(bearings);
    const open = cells.flatMap(({ asked }) => {
      const sides = this.#sidesOf(asked);
      const [one, other] = sides;
      return one === undefined || other === undefined || areAlike(one, other)
        ? []
        : [{ asked, sides }];
    });
    const most = Math.min(
      MOST_CALLS_OF_ONE,
      Math.max(LEAST_CALLS_OF_ONE, Math.floor(MOST_CALLS / Math.max(1, open.length))),
    );
    for (const { asked, sides } of open) {
      this.#compare(sides, asked, most);
      this.#noteGaps(sides, asked, isChanged);
    }
    const kinds = [...CHANGE_KINDS.keys()];
    return {
      changes: [...this.#changes.values()].toSorted(
        (one, other) => kinds.indexOf(one.kind) - kinds.indexOf(other.kind),
      ),
      settings: settingChanges(before, after),
      explored: {
        capabilities: open.length,
        calls: this.#calls,
        inPart: this.#inPart,
        everyCapability: complete,
        gaps: [...this.#gaps.values()].flat(),
      },
    };
  }

  #sidesOf(asked: Asked): readonly Side[] {
    const event = eventOf(makeCall(asked, new Map()));
    return event === undefined
      ? []
      : [this.#before, this.#after].map((policy) => sideOf(policy, event));
  }

  #compare(sides: readonly Side[], asked: Asked, most: number): void {
    const { exhaustive, fillings } = cellCalls(sides, asked, most);
    if (!exhaustive) this.#inPart += 1;
    for (const filling of fillings) {
      this.#calls += 1;
      this.#judge(asked, filling);
    }
  }

  #judge(asked: Asked, filling: Filling): void {
    const change = this.#changeOf(makeCall(asked, filling));
    if (change === undefined) return;
    const group = groupOf(change.before, change.after);
    const known = this.#changes.get(group);
    if (known !== undefined && !isSmaller(change.witness, known.witness)) return;
    this.#changes.set(group, this.#smallest(change, group, asked, filling));
  }

  /** A witness without the places that make no difference. */
  #smallest(change: PolicyChange, group: string, asked: Asked, filling: Filling): PolicyChange {
    let best = change;
    let rest = filling;
    for (const at of filling.keys()) {
      const without = replaced(rest, at, undefined);
      const smaller = this.#changeOf(makeCall(asked, without));
      if (smaller === undefined || groupOf(smaller.before, smaller.after) !== group) continue;
      best = smaller;
      rest = without;
    }
    return best;
  }

  #changeOf(witness: ActionEventInput): PolicyChange | undefined {
    const event = eventOf(witness);
    if (event === undefined) return undefined;
    const before = this.#before.decide(event, PLAIN_FILES);
    const after = this.#after.decide(event, PLAIN_FILES);
    const kind = changeKind(before, after);
    return kind === undefined ? undefined : { kind, witness, before, after };
  }

  #noteGaps(sides: readonly Side[], asked: Asked, isChanged: (rule: Rule) => boolean): void {
    for (const side of sides)
      for (const { rule } of side.candidates) {
        if (this.#gaps.has(rule)) continue;
        const gaps = gapsOf(rule, side, asked);
        // Whether a rule that both have was compared at examples alone hides no difference of its own.
        this.#gaps.set(rule, isChanged(rule) ? gaps : gaps.filter(({ byExample }) => !byExample));
      }
  }
}

function isSmaller(one: ActionEventInput, other: ActionEventInput): boolean {
  return JSON.stringify(one).length < JSON.stringify(other).length;
}
