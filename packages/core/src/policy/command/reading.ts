import type { Json, JsonObject } from "../../encoding/json.ts";
import type { EventView } from "../payload/event-view.ts";
import { pointedAt } from "../payload/json-pointer.ts";
import { carriesCommand, declaredCommands, findCommands } from "../shell/find-commands.ts";
import { type Effects, effectsOf } from "./effects.ts";
import { Findings } from "./findings.ts";
import { foreignKey, startFolder, withoutInert } from "./foreign-keys.ts";
import { LineReader } from "./line-reader.ts";
import { systemProgram } from "./program-name.ts";
import { programWithArguments } from "./program-with-arguments.ts";
import type { Run } from "./run.ts";
import { FALSE, UNCERTAIN } from "../truth.ts";

/** A program run, and what it does. */
export interface JudgedRun extends Run {
  readonly effects: Effects;
}

/** What a payload's shell commands run, as far as it can be known before they do. */
export interface CommandReading {
  /** Whether the payload carries a command where one is expected. */
  readonly found: boolean;
  readonly findings: Findings;
  readonly runs: readonly JudgedRun[];
  /** What texts beside the command would run if they were one; only what is sure of it says anything. */
  readonly decoys: { readonly findings: Findings; readonly runs: readonly JudgedRun[] };
  /** Why the payload may carry more than its commands say. */
  readonly foreign: string | undefined;
  /** The folder the command starts in, where the payload gives it. */
  readonly folder: string | undefined;
}

const MAXIMUM_DECOY = 1024;

/** Reads the shell commands of an event: at the declared pointers, else under the usual argument names. */
export function readCommand(view: EventView): CommandReading {
  const { payload } = view.event;
  const pointers = view.facts.fields?.command;
  const apart = programWithArguments(
    pointers === undefined ? payload : declaredPair(pointedAt(payload, pointers)),
  );
  const rest = withoutInert(apart?.rest ?? payload);
  const commands =
    pointers === undefined
      ? findCommands(rest)
      : declaredCommands(apart === undefined ? pointedAt(payload, pointers) : []);
  const findings = new Findings();
  const reader = new LineReader(findings);
  if (apart !== undefined) reader.vector(apart.words);
  for (const { value, lines } of commands.values) readValue(value, lines, reader);
  const beside = new Findings();
  const decoys = new LineReader(beside);
  if (commands.crowded) beside.opaque = "its arguments can be put together in too many ways";
  for (const { words } of commands.vectors) decoys.vector(words);
  for (const text of commands.others)
    if (text.length > MAXIMUM_DECOY) beside.opaque ??= "a text beside it is too long to be read";
    else decoys.line(text);
  return {
    found: apart !== undefined || carriesCommand(commands),
    findings,
    runs: findings.runs.map(judged),
    decoys: { findings: beside, runs: beside.runs.map(judged) },
    foreign: pointers === undefined ? foreignKey(rest) : undefined,
    folder: startFolder(payload),
  };
}

function readValue(value: Json, lines: boolean, reader: LineReader): void {
  if (typeof value === "string") reader.line(value);
  else if (!Array.isArray(value) || !isTexts(value)) reader.findings.opaque ??= "it is not text";
  // One word with a space in it is a command line in a list, not an argument vector.
  else if (lines || value.length === 1 || /\s/.test(value[0] ?? ""))
    for (const item of value) reader.line(item);
  else reader.vector(value);
}

/** A program and its arguments at two declared places. */
function declaredPair(values: readonly Json[]): JsonObject {
  const [command, list, ...others] = values;
  return others.length === 0 && typeof command === "string" && Array.isArray(list)
    ? { command, args: list }
    : {};
}

function judged(run: Run): JudgedRun {
  const effects = effectsOf(run);
  const program = run.words[0];
  if (program !== undefined && systemProgram(program) !== undefined) return { ...run, effects };
  // A program at another place may be anything, whatever its name.
  const { destructive, network, reads, writes } = effects;
  return {
    ...run,
    effects: {
      destructive: destructive === FALSE ? UNCERTAIN : destructive,
      network: network === FALSE ? UNCERTAIN : network,
      reads: { ...reads, others: reads.others === FALSE ? UNCERTAIN : reads.others },
      writes: { ...writes, others: writes.others === FALSE ? UNCERTAIN : writes.others },
      reason: effects.reason ?? `"${program ?? "it"}" may be any program`,
    },
  };
}

function isTexts(value: readonly Json[]): value is readonly string[] {
  return value.every((item) => typeof item === "string");
}
