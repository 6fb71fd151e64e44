import { type CapabilityPattern, coverage, isConcrete } from "./capability-pattern.ts";
import type { Condition, RuleSide } from "./conditions/condition.ts";
import { CONDITIONS } from "./conditions/registry.ts";
import { UnlessCondition } from "./conditions/unless.ts";
import { restricts, type RuleReference, type Section } from "./decision.ts";
import type { Json } from "../encoding/json.ts";
import { readPatterns } from "./document/capability-patterns.ts";
import {
  childOf,
  keyOf,
  type PolicySource,
  type SourceNode,
  suggestion,
} from "./document/source.ts";
import { describe, isMapping, readText, readTexts } from "./document/source-values.ts";
import { LIMIT_KEYS, LIMIT_PLACES } from "./limits/read-limit.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "./truth.ts";
import type { EventView } from "./payload/event-view.ts";

/** One rule of a policy: the capabilities it is about, and conditions that must all hold. */
export interface Rule {
  readonly section: Section;
  readonly patterns: readonly CapabilityPattern[];
  readonly conditions: readonly Condition[];
  readonly reference: RuleReference;
  readonly column: number;
  /** What the rule means, without its place and words, for the policy's digest. */
  readonly meaning: Json;
}

/** A rule for one capability: how surely it covers it, and what an absent value means there. */
export interface Candidate {
  readonly rule: Rule;
  readonly covers: Truth;
  readonly absent: Truth;
}

/** Every key of a rule that is for people. */
export const DESCRIPTIONS: readonly string[] = [
  "id",
  "description",
  "reason",
  "severity",
  "references",
];
const UNLESS = "unless";
/** What a rule may hold besides conditions. */
const RULE_KEYS: readonly string[] = ["capability", UNLESS, ...DESCRIPTIONS];
const KNOWN_KEYS: readonly string[] = [...RULE_KEYS, ...CONDITIONS.keys()];

/** Reads one rule; problems go to the source, and then nothing of it loads. */
export function readRule(
  node: SourceNode,
  section: Section,
  source: PolicySource,
): Rule | undefined {
  const problem = (at: SourceNode, message: string): undefined => source.report(at, message);
  if (!isMapping(node) && typeof node.value !== "string")
    return problem(node, `expected a capability or a mapping with one, got ${describe(node)}`);
  const capability = typeof node.value === "string" ? node : childOf(node, "capability");
  if (capability === undefined)
    return problem(node, "the rule has no capability; add one, such as capability: shell.execute");
  const patterns = readPatterns(capability, source);
  const side: RuleSide = restricts(section) ? "restrict" : "permit";
  const meaning: Record<string, Json> = { section, capability: capability.value };
  const conditions = readConditions(node, side, source, meaning, RULE_KEYS);
  const reference = readReference(node, section, source);
  if (patterns === undefined) return undefined;
  return { section, patterns, conditions, reference, column: node.column, meaning };
}

/** Reads the conditions of a rule, or of its `unless`; what they mean goes to `meaning`. */
function readConditions(
  node: SourceNode,
  side: RuleSide,
  source: PolicySource,
  meaning: Record<string, Json>,
  others: readonly string[],
): readonly Condition[] {
  const problem = (at: SourceNode, message: string): undefined => source.report(at, message);
  const conditions: Condition[] = [];
  for (const entry of node.entries) {
    const { name, node: value } = entry;
    const compile = CONDITIONS.get(name);
    if (LIMIT_KEYS.includes(name) && !others.includes(UNLESS))
      source.report(
        keyOf(entry),
        `${LIMIT_PLACES}; what it counts can have exceptions, it is none`,
      );
    else if (compile !== undefined) {
      const condition = compile(value, side, problem, node);
      if (condition !== undefined) conditions.push(condition);
      meaning[name] = value.value;
    } else if (name === UNLESS && others.includes(name)) {
      const inner = readUnless(value, side, source);
      if (inner !== undefined) conditions.push(inner);
      meaning[name] = value.value;
    } else if (!others.includes(name))
      source.report(keyOf(entry), `unknown key "${name}"${suggestion(name, KNOWN_KEYS)}`);
  }
  return conditions;
}

/** Reads conditions that stand by themselves, as those of an allow rule; problems go to the source. */
export function readBareConditions(node: SourceNode, source: PolicySource): readonly Condition[] {
  return readConditions(node, "permit", source, {}, [UNLESS]);
}

function readUnless(
  node: SourceNode,
  side: RuleSide,
  source: PolicySource,
): UnlessCondition | undefined {
  if (!isMapping(node) || node.entries.length === 0)
    return source.report(
      node,
      "expected a mapping of conditions, such as { path_within: ./workspace }",
    );
  const opposite = side === "restrict" ? "permit" : "restrict";
  return new UnlessCondition(readConditions(node, opposite, source, {}, []), side);
}

function readReference(node: SourceNode, section: Section, source: PolicySource): RuleReference {
  const problem = (at: SourceNode, message: string): undefined => source.report(at, message);
  const text = (name: string): string | undefined => {
    const child = childOf(node, name);
    return child && readText(child, problem);
  };
  text("description");
  const id = text("id") ?? node.key;
  const reason = text("reason");
  const severity = text("severity");
  const listed = childOf(node, "references");
  const references = listed && readTexts(listed, problem);
  // In the order in which it is recorded.
  return Object.freeze({
    file: source.file,
    id,
    line: node.line,
    ...(reason === undefined ? {} : { reason }),
    ...(references === undefined ? {} : { references }),
    section,
    ...(severity === undefined ? {} : { severity }),
  });
}

/** How a rule bears on a capability and its alias; undefined where it does not. Allow rules look at the capability alone. */
export function candidateFor(
  rule: Rule,
  capability: readonly string[],
  alias: readonly string[] | undefined,
): Candidate | undefined {
  let covers: Truth = FALSE;
  let absent: Truth = FALSE;
  for (const pattern of rule.patterns) {
    let one = coverage(pattern, capability);
    if (alias !== undefined && restricts(rule.section))
      one = Math.max(one, coverage(pattern, alias)) as Truth;
    if (one > covers) covers = one;
    if (one !== FALSE && isConcrete(pattern)) absent = UNCERTAIN;
  }
  return covers === FALSE ? undefined : { rule, covers, absent };
}

/** Whether a rule holds for an event: its coverage AND its conditions; `settled` is the truth of those that are not `open`. */
export function evaluateCandidate(
  candidate: Candidate,
  view: EventView,
  open: readonly Condition[] = candidate.rule.conditions,
  settled: Truth = TRUE,
): Truth {
  let truth = settled < candidate.covers ? settled : candidate.covers;
  for (const condition of open) {
    const one = condition.evaluate(view, candidate.absent);
    if (one < truth) truth = one;
    if (truth === FALSE) return FALSE;
  }
  return truth;
}

/** The conditions of a rule that could not be evaluated, by key; `capability` where the request stops short of it. */
export function uncertainConditions(candidate: Candidate, view: EventView): readonly string[] {
  const uncertain = candidate.rule.conditions
    .filter((condition) => condition.evaluate(view, candidate.absent) === UNCERTAIN)
    .map((condition) => condition.key);
  return candidate.covers === TRUE ? uncertain : ["capability", ...uncertain];
}
