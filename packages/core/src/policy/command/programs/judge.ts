import type { Effects } from "../effects.ts";
import type { Run, Word } from "../run.ts";
import { type Arguments, readArguments } from "./arguments.ts";
import { type CommandNames, commandNames } from "./command-names.ts";
import { type OptionTable, readOptions } from "./option-table.ts";
import type { Behaviour, Does, ProgramRow } from "./row.ts";
import { Tally } from "./tally.ts";

/** A row made ready to judge runs. */
export type Judge = (run: Run) => Effects;

/** What a program or a command of it does, with its options read. */
interface Ready {
  readonly behaviour: Behaviour;
  readonly table: OptionTable;
}

/** Judges runs of a row's programs; its options are read when it is first needed, as most rows never are. */
export function judgeOf(row: ProgramRow): Judge {
  let prepared: Prepared | undefined;
  return (run) => {
    if (asksForHelp(run, 1, row)) return new Tally().result();
    if (row.read !== undefined) return row.read(run);
    prepared ??= prepare(row);
    const tally = new Tally();
    if (row.commands === undefined) addRun(tally, run, prepared.own, row, 0);
    else addCommand(tally, run, prepared.own, row, prepared.commands);
    return tally.result();
  };
}

interface Prepared {
  readonly own: Ready;
  readonly commands: CommandNames<Ready>;
}

function prepare(row: ProgramRow): Prepared {
  const inherited = row.before === true ? "" : (row.options ?? "");
  const commands = (row.commands ?? []).map((command): [string, Ready] => [
    command.names,
    { behaviour: command, table: readOptions(`${inherited} ${command.options ?? ""}`) },
  ]);
  return {
    own: { behaviour: row, table: readOptions(row.options ?? "") },
    commands: commandNames(commands, ({ behaviour }) => WEIGHT.indexOf(behaviour.does)),
  };
}

/** A known program, or a known command of it, asked for nothing but its help or version; an interpreter may yet read what it is sent. */
function asksForHelp({ words, receives }: Run, skipped: number, row: ProgramRow): boolean {
  const last = words[skipped];
  if (words.length !== skipped + 1 || last === undefined || (receives && row.does === "runs"))
    return false;
  if (last === "--help") return true;
  return skipped === 1 && (last === "--version" || row.version?.split(" ").includes(last) === true);
}

function addCommand(
  tally: Tally,
  run: Run,
  own: Ready,
  row: ProgramRow,
  commands: CommandNames<Ready>,
): void {
  const before = row.before === true;
  const head = readArguments(run, 1, own.table, row.style, before);
  // What an unknown option takes as its value may be taken for the command.
  const found = head.early > 0 ? undefined : commands.find(head.operands, head.patterns);
  if (found === undefined) addRun(tally, run, own, row, 0);
  else if (asksForHelp(run, found.depth + 1, row)) return;
  else if (before) {
    addOptions(tally, head, [], run.words[0] ?? "");
    const words = [run.words[0], ...run.words.slice(head.end)];
    const moved = head.end - 1;
    const shapes = new Map(
      [...(run.shapes ?? [])].map(([index, shape]) => [index - moved, shape] as const),
    );
    addRun(tally, { words, receives: run.receives, shapes }, found.value, row, found.depth);
  } else addRun(tally, run, found.value, row, found.depth);
}

function addRun(
  tally: Tally,
  run: Run,
  { behaviour, table }: Ready,
  row: ProgramRow,
  skipped: number,
): void {
  const found = readArguments(run, 1, table, row.style);
  const operands = found.operands.slice(skipped);
  const name = [run.words[0], ...found.operands.slice(0, skipped)].join(" ");
  const closed = (behaviour.open ?? row.open) === undefined;
  if (found.unclear && (closed || table.dangerous || behaviour.words !== undefined))
    tally.anything(`words of \`${name}\` are not known before it runs, and may be options`);
  if (found.strange[0] !== undefined && closed)
    tally.anything(
      `\`${name}\` has no option \`${found.strange[0]}\` that is known to be harmless`,
    );
  addOptions(tally, found, operands, name);
  addOperands(tally, behaviour, operands, found, name);
}

function addOperands(
  tally: Tally,
  behaviour: Behaviour,
  operands: readonly Word[],
  { given, patterns }: Arguments,
  name: string,
): void {
  const marks = given.map(({ option }) => option.marks).join("");
  const patternGiven = marks.includes(".");
  const writes = behaviour.does === "destroys" || behaviour.does === "changes";
  if (behaviour.deep === true || (marks.includes("*") && !writes))
    tally.readsBelow(behaviour.does === "searches" && !patternGiven ? operands.slice(1) : operands);
  if (marks.includes("~")) tally.reads(operands);
  else if (!marks.includes("%")) {
    const does = doesWith(behaviour, operands.length);
    if (does === "searches" && patternGiven) tally.reads(operands);
    else tally.add(does, operands, because(name, does));
  }
  if (marks.includes("*") && writes)
    tally.writes(operands.map((path) => path && `${path.replace(/\/+$/, "")}/**`));
  const needed = behaviour.does === "searches" && !patternGiven ? 1 : 0;
  if (marks.includes("/") && operands.length <= needed) tally.reads(["."]);
  if (behaviour.visits !== true && doesWith(behaviour, operands.length) === "asks")
    for (const word of operands)
      if (word !== undefined && ADDRESS.test(word))
        tally.add("sends", [word], because(`${name} ${word}`, "sends"));
  for (const [pattern, does] of behaviour.words ?? [])
    for (const word of operands)
      if (word === undefined || patterns.has(word))
        tally.anything(`words of \`${name}\` are not known before it runs`);
      else if (pattern.test(word)) tally.add(does, operands, because(`${name} ${word}`, does));
}

function doesWith(behaviour: Behaviour, operands: number): Does {
  if (operands === 0) return behaviour.bare ?? behaviour.does;
  return operands === 1 ? (behaviour.single ?? behaviour.does) : behaviour.does;
}

function addOptions(tally: Tally, found: Arguments, operands: readonly Word[], name: string): void {
  for (const {
    name: option,
    option: { marks },
    value,
  } of found.given) {
    // `-o jsonpath-file=x` of kubectl; `--parameters file://x` of aws.
    const file = /^(?:[a-z-]+-file=|fileb?:\/\/)([^]*)$/.exec(value ?? "")?.[1];
    if (file !== undefined) tally.reads([file]);
    for (const mark of marks)
      if (mark === "<") addSource(tally, value, `${name} ${option}`);
      else if (mark === ">") tally.writes([value]);
      else if (mark === "!") tally.anything(`\`${name}\` with \`${option}\` may run anything`);
      else if (mark === "#") tally.destroys().writes(operands);
      else if (mark === "@") tally.connects();
      else if (mark === "^") tally.writes(operands);
      else if (
        mark === "+" ||
        (mark === ":" && (value === undefined || !READING_METHOD.test(value)))
      )
        tally.changes(`\`${name}\` with \`${option}\` may change more than files`);
      else if (mark === "&") tally.writesOthers();
  }
}

/** A file that an option names; some programs also fetch an address there. */
function addSource(tally: Tally, value: Word, name: string): void {
  tally.reads([value]);
  if (value !== undefined && ADDRESS.test(value))
    tally.changes(`\`${name}\` may fetch an address of its own choosing`);
}

/** From what is best to take for meant to what is worst. */
const WEIGHT: readonly Does[] = [
  "prints",
  "lists",
  "reads",
  "searches",
  "asks",
  "derives",
  "writes",
  "copies",
  "updates",
  "fetches",
  "changes",
  "sends",
  "reveals",
  "destroys",
  "wrecks",
  "razes",
  "runs",
];

/** An address, so a host of anyone's choosing; those of the clouds' stores are none. */
const ADDRESS = /^(?!s3:|gs:|az:)[a-z][\w+.-]*:\/\//i;
const READING_METHOD = /^(?:GET|HEAD|OPTIONS)$/;

function because(name: string, does: Does): string {
  if (does === "runs") return `\`${name}\` may do anything`;
  if (does === "reveals") return `\`${name}\` may show a secret`;
  return `\`${name}\` changes more than files`;
}
