import type { Fate, Note } from "./note.ts";
import type { ForeignPolicy } from "./read-foreign.ts";
import {
  type ForeignRule,
  type Place,
  type ReadRule,
  readForeignRule,
} from "./read-foreign-rule.ts";

/** A rule of another policy as ours has it. */
export interface CarriedRule extends ForeignRule {
  readonly capability: string;
  readonly section: "allow" | "require_approval";
  /** Whether its word is one that says what to let through; if not, its calls are asked about. */
  readonly isKnown: boolean;
}

/** What a policy becomes, and what became of each part of it. */
export interface CarriedPolicy {
  readonly rules: readonly CarriedRule[];
  /** How many seconds every token may last, if any rule says so: the least of what they say. */
  readonly longest: number | undefined;
  readonly notes: readonly Note[];
}

/** What a word of theirs lets through; every other word is asked about. */
const WORDS: ReadonlyMap<string, CarriedRule["section"]> = new Map([
  ["admin", "require_approval"],
  ["read-only", "allow"],
]);

/** Carries a policy over so that nothing is let through that it does not let through. */
export function carryOver({ fallback, rules }: ForeignPolicy, file: string): CarriedPolicy {
  const notes: Note[] = [];
  const note = (fate: Fate, { line, column, key }: Place, message: string): void =>
    void notes.push({ fate, file, line, column, key, message });
  if (fallback?.word === "deny") note("carried", fallback.node, "what no rule names is denied");
  if (fallback?.word === "allow")
    note(
      "left_out",
      fallback.node,
      "there is no default but deny; name each tool that may run under tools:, and write an allow rule for it",
    );
  const read = rules.map(readForeignRule);
  const twins = twinsOf(read);
  const carried = read.flatMap((one): readonly (readonly [ReadRule, CarriedRule])[] => {
    for (const { at, message } of one.faults)
      note("left_out", at, `${message}; the rule is left out, so its tool is denied`);
    const twin = twins(one);
    if (twin !== undefined)
      note(
        "left_out",
        one.node,
        `line ${twin.node.line} is about this tool as well, and may mean something else; say in one rule what is meant`,
      );
    const { rule } = one;
    if (rule === undefined || twin !== undefined) return [];
    const section = WORDS.get(rule.word) ?? "require_approval";
    const capability = capabilityOf(rule.tool);
    return [[one, { ...rule, section, capability, isKnown: WORDS.has(rule.word) }]];
  });
  const lives = carried.flatMap(([, { ttl }]) => ttl ?? []);
  const longest = lives.length === 0 ? undefined : lives.reduce((one, ttl) => Math.min(one, ttl));
  for (const [{ node }, rule] of carried) {
    note(rule.isKnown ? "carried" : "narrowed", node, describeRule(rule));
    if (longest !== undefined && rule.ttl !== longest)
      note(
        "narrowed",
        node,
        `${rule.ttl === undefined ? "it has no ttl" : `its ttl is ${rule.ttl}`}, but tokens.longest counts for all tokens and is the least, ${longest}`,
      );
  }
  const sorted = notes.toSorted((one, other) => one.line - other.line || one.column - other.column);
  return { rules: carried.map(([, rule]) => rule), longest, notes: sorted };
}

function describeRule({ tool, word, capability, section, isKnown }: CarriedRule): string {
  if (section === "allow")
    return `"${tool}" is ${capability}, allowed with a token; nothing checks that it is ${word}, so add what does, such as sql: { writes: false }`;
  const why = isKnown
    ? ""
    : `, as capability "${word}" is not among those with a meaning here: ${[...WORDS.keys()].join(", ")}`;
  return `"${tool}" is ${capability}, and a person is asked about each call with a token${why}`;
}

/** Two segments, so that no capability covers another. */
function capabilityOf(tool: string): string {
  const [, first = "tool", rest = tool] = /^([A-Za-z0-9_-]+)\.(.+)$/.exec(tool) ?? [];
  return `${first}.${rest.replace(/[^A-Za-z0-9_-]/g, "-")}`.toLowerCase();
}

/** Finds another rule that is, or may be, about the tool of a rule; which of them counts nobody can tell. */
function twinsOf(rules: readonly ReadRule[]): (rule: ReadRule) => ReadRule | undefined {
  const same = Map.groupBy(rules, ({ tool }) => tool && capabilityOf(tool));
  const broad = rules.filter(({ tool }) => tool?.includes("*"));
  return (rule) => {
    const { tool } = rule;
    if (tool === undefined || broad.includes(rule)) return undefined;
    return (
      same.get(capabilityOf(tool))?.find((other) => other !== rule) ??
      broad.find((other) => tool.startsWith(other.tool?.split("*", 1)[0] ?? ""))
    );
  };
}
