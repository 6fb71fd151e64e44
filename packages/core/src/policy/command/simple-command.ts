import type { Assignment, Command, Redirection } from "unbash";
import { isBuiltin, readBuiltin } from "./builtins.ts";
import { mayExport, maySet } from "./environment.ts";
import type { Field } from "./fields.ts";
import { readRedirections } from "./redirections.ts";
import type { ScriptContext } from "./script-reader.ts";
import { readRun } from "./unwrap-run.ts";
import type { Value } from "./variables.ts";

const BLANK = /^(?:[ \t]|\\\n)*$/;
const OPENS = /^(?:[ \t]|\\\n)*(?:\(|[ \t]{8})/;
const LONGEST_BLANK = 64;
/** bash reads on to the bracket's end, over blanks. */
const SUBSCRIPT = /^[A-Za-z_]\w*\[/;
const DECLARES = /^(?:export|declare|typeset|local|readonly)$/;

/** Reads one simple command: what it assigns, redirects and runs. */
export function readSimpleCommand(
  command: Command,
  receives: boolean,
  script: ScriptContext,
): void {
  const { name, prefix, suffix } = command;
  const redirects: Redirection[] = [];
  for (const part of prefix)
    if (part.type === "Assignment") assign(part, name !== undefined, script);
    else redirects.push(part);
  if (!isWhole(command, script.source)) script.opaque("it is not a well-formed shell command");
  if (name !== undefined && SUBSCRIPT.test(script.source.slice(name.pos, name.end)))
    script.opaque("its first word may be an array's element");
  const fields: Field[] = name === undefined ? [] : [...script.words.fields(name)];
  const declares = DECLARES.test(fields[0]?.text ?? "");
  for (const part of suffix)
    if (part.type === "Word") fields.push(...script.words.fields(part));
    else if (part.type !== "Assignment") redirects.push(part);
    else if (declares) assign(part, true, script, true);
    else fields.push(...script.words.argument(part));
  const assigns = suffix.some(({ type }) => type === "Assignment");
  if (redirects.some((redirect) => splitsCommand(redirect, command)))
    script.opaque("&> ends the command in a POSIX shell");
  const fed = readRedirections(redirects, script);
  const program = fields[0];
  if (program === undefined) {
    if (name !== undefined) script.opaque("what it runs is not known before it runs");
    return;
  }
  if (fed && program.text === "exec") script.fed = true;
  if (program.text !== undefined && isBuiltin(program.text))
    readBuiltin(fields, receives || fed, script, assigns);
  else readRun(fields, receives || fed, script);
}

/** Whether nothing but white space stands between the parts of a command: the parser drops a stray `(`. */
function isWhole({ end, name, prefix, suffix }: Command, source: string): boolean {
  const parts = [...prefix, ...(name === undefined ? [] : [name]), ...suffix];
  let place = parts[0]?.pos ?? end;
  for (const [index, part] of parts.entries()) {
    if (part.pos > place && !BLANK.test(source.slice(place, part.pos))) return false;
    // What follows `> <(a)` without a blank is still the file's name to bash.
    const isWord = part.type === "Word" || part.type === "Assignment";
    if (parts[index - 1]?.type === "Redirect" && part.pos === place && isWord) return false;
    place = part.end;
  }
  return !OPENS.test(source.slice(end, end + LONGEST_BLANK));
}

/** `cmd &> file word` is `cmd & > file word` to a POSIX shell. */
function splitsCommand(redirect: Redirection, { name, suffix }: Command): boolean {
  if (redirect.type !== "Redirect" || !redirect.operator.startsWith("&>")) return false;
  return [name, ...suffix].some(
    (part) =>
      part !== undefined &&
      (part.type === "Word" || part.type === "Assignment") &&
      part.pos > redirect.pos,
  );
}

function assign(
  assignment: Assignment,
  exported: boolean,
  script: ScriptContext,
  stays = false,
): void {
  const { append, index, name, value } = assignment;
  if (!(exported ? mayExport(name) : maySet(name))) script.opaque(`it sets ${name}`);
  script.words.value(index);
  if (index !== undefined && !/^\d+$/.test(index.text))
    script.opaque("its subscript may be evaluated");
  let known: Value;
  if (value.type === "Word") known = script.words.value(value);
  else
    for (const element of value.elements) {
      if (element.text.startsWith("[")) script.opaque("its subscript may be evaluated");
      for (const { shape, text } of script.words.fields(element))
        script.mention(text ?? shape ?? "");
    }
  if (typeof known === "string") script.mention(known);
  if (index !== undefined || value.type !== "Word") known = undefined;
  if (append === true) known = appended(script.variables.get(name), known);
  // Before a program it holds for that program alone; what reads it back is not followed.
  script.variables.set(name, exported && !stays ? undefined : known);
}

function appended(before: Value, added: Value): Value {
  return typeof before === "string" && typeof added === "string" ? before + added : undefined;
}
