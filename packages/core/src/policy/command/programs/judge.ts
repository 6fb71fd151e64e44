import type { Effects } from "../effects.ts";
import type { Run, Word } from "../run.ts";
import { type Arguments, readArguments } from "./arguments.ts";
import { type OptionTable, readOptions } from "./option-table.ts";
import type { Behaviour, CommandRow, ProgramRow } from "./row.ts";
import { Tally } from "./tally.ts";

/** A row made ready to judge runs. */
export type Judge = (run: Run) => Effects;

interface Ready {
  readonly behaviour: Behaviour;
  readonly table: OptionTable;
}

/** Makes a row ready: reads its options once. */
export function judgeOf(row: ProgramRow): Judge {
  const own: Ready = { behaviour: row, table: readOptions(row.options ?? "") };
  const commands = new Map<string, Ready>();
  for (const command of row.commands ?? []) {
    const ready = {
      behaviour: command,
      table: readOptions(`${row.options ?? ""} ${command.options ?? ""}`),
    };
    for (const name of commandNames(command)) commands.set(name, ready);
  }
  const deepest = Math.max(0, ...[...commands.keys()].map((name) => name.split(" ").length));
  return (run) => {
    if (isInformation(run)) return new Tally().result();
    if (row.read !== undefined) return row.read(run);
    if (commands.size === 0) return judge(run, own, row, 0);
    // The command may stand behind options of the program, which only its own table knows.
    const { operands, patterns, early } = readArguments(run, 1, own.table, row.style);
    // What an unknown option takes as its value may be taken for the command.
    if (early > 0 && row.open === undefined) return judge(run, own, row, 0);
    for (let depth = deepest; depth > 0; depth -= 1) {
      const words = operands.slice(0, depth);
      const ready = words.some((word) => word === undefined || patterns.has(word))
        ? undefined
        : commands.get(words.join(" "));
      if (ready === undefined || words.length < depth) continue;
      return run.words.at(-1) === "--help" && run.words.length === depth + 2
        ? new Tally().result()
        : judge(run, ready, row, depth);
    }
    return judge(run, own, row, 0);
  };
}

/** Names in a command row: words joined by `/` are one name of several words. */
export function commandNames(row: CommandRow): readonly string[] {
  return row.names.split(/\s+/).map((name) => name.replaceAll("/", " "));
}

/** A known program asked for nothing but its version or its help. */
function isInformation(run: Run): boolean {
  return run.words.length === 2 && (run.words[1] === "--version" || run.words[1] === "--help");
}

function judge(run: Run, { behaviour, table }: Ready, row: ProgramRow, skipped: number): Effects {
  const found = readArguments(run, 1, table, row.style);
  const tally = new Tally();
  const name = run.words.slice(0, 1 + skipped).join(" ");
  if (
    found.unclear &&
    (table.dangerous || behaviour.open === undefined || behaviour.words !== undefined)
  )
    tally.anything(`words of \`${name}\` are not known before it runs, and may be options`);
  const strange = found.strange[0];
  if (strange !== undefined && behaviour.open === undefined)
    tally.anything(`\`${strange}\` is not an option of \`${name}\` that is known to be harmless`);
  const operands = found.operands.slice(skipped);
  const marks = found.given.map(({ option }) => option.marks).join("");
  addOptions(tally, found, operands, name);
  addOperands(tally, behaviour, operands, marks, name);
  return tally.result();
}

function addOperands(
  tally: Tally,
  behaviour: Behaviour,
  operands: readonly Word[],
  marks: string,
  name: string,
): void {
  const why = `\`${name}\` ${REASONS[behaviour.does] ?? "may change more than files"}`;
  if (marks.includes("~")) tally.reads(operands);
  else if (operands.length === 0) tally.add(behaviour.bare ?? behaviour.does, [], why);
  else if (behaviour.does === "searches" && marks.includes(".")) tally.reads(operands);
  else tally.add(behaviour.does, operands, why);
  if (
    marks.includes("/") &&
    operands.length <= (behaviour.does === "searches" && !marks.includes(".") ? 1 : 0)
  )
    tally.reads(["."]);
  for (const [pattern, does] of behaviour.words ?? [])
    for (const word of operands)
      if (word === undefined) tally.anything(`words of \`${name}\` are not known before it runs`);
      else if (pattern.test(word))
        tally.add(does, operands, `\`${name} ${word}\` may change something`);
}

function addOptions(tally: Tally, found: Arguments, operands: readonly Word[], name: string): void {
  for (const {
    name: option,
    option: { marks },
    value,
  } of found.given) {
    const why = `\`${name}\` with \`${option}\` may change more than files`;
    for (const mark of marks)
      if (mark === "<") tally.reads([value]);
      else if (mark === ">") tally.writes([value]);
      else if (mark === "!") tally.anything(`\`${name}\` with \`${option}\` may run anything`);
      else if (mark === "#") tally.destroys().writes(operands);
      else if (mark === "@") tally.connects();
      else if (mark === "^") tally.writes(operands);
      else if (mark === "+") tally.changes(why);
      else if (mark === "&") tally.writesOthers();
  }
}

const REASONS: Partial<Record<Behaviour["does"], string>> = {
  runs: "may do anything",
  changes: "changes more than files",
  sends: "changes something through another host",
};
