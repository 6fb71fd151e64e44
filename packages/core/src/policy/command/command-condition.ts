import { connects, destroys } from "./keys/consequences.ts";
import { hasFlags, isFlag } from "./keys/flags.ts";
import { every, expects, type Judge } from "./keys/judge.ts";
import { pathPattern } from "./keys/path-pattern.ts";
import { programPattern } from "./keys/program-pattern.ts";
import { runsPrograms } from "./keys/programs.ts";
import { joins, OPERATORS, substitutes, usesOperators } from "./keys/shell-syntax.ts";
import { touches, touchesAny, type Way } from "./keys/touches.ts";
import { type CommandReading, readCommand } from "./reading.ts";
import { escapeControls } from "../../encoding/escape-controls.ts";
import { showValues } from "../conditions/show-values.ts";
import { type SourceNode, suggestion } from "../document/source.ts";
import { isMapping, type Problem, readBoolean, readTexts } from "../document/source-values.ts";
import type { CapabilityFacts, EventView } from "../payload/event-view.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import type { CompileCondition, Condition, RuleSide, Samples } from "../conditions/condition.ts";
import { commandSamples } from "../conditions/typed-samples.ts";

type CompileKey = (node: SourceNode, restricts: boolean, problem: Problem) => Judge | undefined;

/** Every key of a `command` condition that says something of the command. */
const KEYS: ReadonlyMap<string, CompileKey> = new Map<string, CompileKey>([
  ["programs", programs],
  ["any_program", programs],
  ["flags_any", flags],
  ["writes", files("writes")],
  ["reads", files("reads")],
  ["network", flag(connects)],
  ["substitution", flag(substitutes)],
  ["operators", operators],
  ["destructive", flag(destroys)],
]);
const IF_UNCERTAIN = "if_uncertain";
const NAMES: readonly string[] = [...KEYS.keys(), IF_UNCERTAIN];

/** `command`: what the payload's shell command runs, as bash's grammar reads it. */
export const compileCommand: CompileCondition = (node, side, problem) => {
  const restricts = side === "restrict";
  if (!isMapping(node))
    return problem(node, 'expected a mapping, such as { programs: [ls, "git status"] }');
  const judges: Judge[] = [];
  let ifUncertain: boolean | undefined;
  let failed = false;
  for (const { name, node: value } of node.entries) {
    const compile = KEYS.get(name);
    if (compile !== undefined) {
      const judge = compile(value, restricts, problem);
      if (judge === undefined) failed = true;
      else judges.push(judge);
    } else if (name !== IF_UNCERTAIN) {
      failed = true;
      problem(value, `unknown key "${name}"${suggestion(name, NAMES)}`);
    } else if (!restricts) {
      failed = true;
      problem(value, '"if_uncertain" is for deny and approval rules; an allow rule must be sure');
    } else ifUncertain = readBoolean(value, problem);
  }
  if (failed) return undefined;
  if (judges.length === 0)
    return problem(node, `expected at least one of: ${[...KEYS.keys()].join(", ")}`);
  return new CommandCondition(node, judges, side, ifUncertain);
};

class CommandCondition implements Condition {
  readonly key = "command";
  readonly #node: SourceNode;
  readonly #judges: readonly Judge[];
  readonly #restricts: boolean;
  readonly #ifUncertain: boolean | undefined;

  constructor(
    node: SourceNode,
    judges: readonly Judge[],
    side: RuleSide,
    ifUncertain: boolean | undefined,
  ) {
    this.#node = node;
    this.#judges = judges;
    this.#restricts = side === "restrict";
    this.#ifUncertain = ifUncertain;
  }

  samples(facts: CapabilityFacts): readonly Samples[] {
    return commandSamples(facts, this.#node);
  }

  evaluate(view: EventView, absent: Truth): Truth {
    const reading = view.once(readCommand);
    const truth = reading.found ? this.#judge(reading) : absent;
    if (this.#restricts && this.#isDecoyed(reading)) return TRUE;
    if (truth !== UNCERTAIN || !reading.found || this.#ifUncertain === undefined) return truth;
    return this.#ifUncertain ? TRUE : FALSE;
  }

  doubt(view: EventView, absent: Truth): string | undefined {
    if (this.evaluate(view, absent) !== UNCERTAIN) return undefined;
    const { findings, foreign, found, runs } = view.once(readCommand);
    if (!found) return "the payload has no command where one is expected";
    const unclear = runs.find(({ effects }) => effects.reason !== undefined);
    return (
      findings.opaque ??
      unclear?.effects.reason ??
      foreign ??
      "it names what is not known before it runs"
    );
  }

  saw(view: EventView): string | undefined {
    const { findings, found, runs } = view.once(readCommand);
    if (!found) return undefined;
    const lines = runs.map(({ words }) => words.map((word) => word ?? "?").join(" "));
    const reason = findings.opaque ?? runs.find(({ effects }) => effects.reason)?.effects.reason;
    const unclear = reason === undefined ? "" : `; not known: ${escapeControls(reason)}`;
    return `runs ${showValues(lines)}${unclear}`;
  }

  #judge(reading: CommandReading): Truth {
    const truth = every(this.#judges.map((judge) => judge(reading)));
    return !this.#restricts && truth === TRUE && reading.foreign !== undefined ? UNCERTAIN : truth;
  }

  /** Whether a text beside the command would surely be what the rule is about, if it were the command. */
  #isDecoyed({ decoys, folder }: CommandReading): boolean {
    if (decoys.runs.length === 0) return false;
    return every(this.#judges.map((judge) => judge({ ...decoys, folder }))) === TRUE;
  }
}

function programs(node: SourceNode, restricts: boolean, problem: Problem): Judge | undefined {
  const texts = readTexts(node, problem);
  const patterns = texts?.map(
    (text) =>
      programPattern(text) ??
      problem(node, `"${text}" is not a program; write its name, and after a space its subcommand`),
  );
  return patterns?.every((pattern) => pattern !== undefined) === true
    ? runsPrograms(patterns, restricts)
    : undefined;
}

function flags(node: SourceNode, restricts: boolean, problem: Problem): Judge | undefined {
  const texts = readTexts(node, problem);
  const wrong = texts?.find((text) => !isFlag(text));
  if (wrong !== undefined)
    return problem(node, `"${wrong}" is not a flag; write it as -f or --force`);
  return texts && hasFlags(texts, restricts);
}

function operators(node: SourceNode, restricts: boolean, problem: Problem): Judge | undefined {
  if (typeof node.value === "boolean") return expects(node.value, joins);
  const texts = readTexts(node, problem);
  const wrong = texts?.find((text) => !OPERATORS.includes(text));
  if (wrong !== undefined)
    return problem(
      node,
      `"${wrong}" is not an operator; use true, false, or some of ${OPERATORS.join(" ")}`,
    );
  return texts && usesOperators(texts, restricts);
}

function files(way: Way): CompileKey {
  return (node, restricts, problem) => {
    if (typeof node.value === "boolean") return expects(node.value, touchesAny(way));
    const texts = readTexts(node, problem);
    return texts && touches(way, texts.map(pathPattern), restricts);
  };
}

function flag(judge: Judge): CompileKey {
  return (node, _restricts, problem) => {
    const expected = readBoolean(node, problem);
    return expected === undefined ? undefined : expects(expected, judge);
  };
}
