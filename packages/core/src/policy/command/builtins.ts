import type { Field } from "./fields.ts";
import { mayExport, maySet } from "./environment.ts";
import type { ScriptContext } from "./script-reader.ts";

const set = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Builtins that touch nothing but the shell itself, whatever their words. */
const HARMLESS = set(`
  : break continue exit return logout shift times umask ulimit jobs fg bg disown suspend
  caller dirs type help hash wait`);
/** Builtins that change the folder, so that relative paths are other files. */
const MOVING = set("cd chdir pushd popd");
/** Builtins that run, load or redefine what their words say. Source: bash(1), "Shell Builtin Commands". */
const EVALUATING = set(`
  eval source . trap alias unalias let enable bind complete compgen compopt fc mapfile readarray getopts history`);
const DECLARING = set("export declare typeset local readonly");
/** Builtins that are programs too and judged as such, but for words that a shell would evaluate. */
const PROGRAMS = set("printf test [");

const SET_OPTIONS = /^[-+](?:[euxvCfbhm]+|[euxvCfbhm]*o)$/;
const SET_NAMES = /^(?:errexit|nounset|xtrace|verbose|noclobber|noglob|pipefail|notify)$/;
const SHOPT_NAMES = /^(?:nullglob|failglob|dotglob|globstar|nocaseglob)$/;

/** Whether a word, as the name of a command, is a builtin of the shell that is judged here. */
export function isBuiltin(word: string): boolean {
  return (
    HARMLESS.has(word) ||
    MOVING.has(word) ||
    EVALUATING.has(word) ||
    DECLARING.has(word) ||
    PROGRAMS.has(word) ||
    OTHERS.has(word)
  );
}

/** Reads the run of a builtin, which may also assign: what it does to the shell that runs what follows. */
export function readBuiltin(
  fields: readonly Field[],
  receives: boolean,
  script: ScriptContext,
  assigns = false,
): void {
  const name = fields[0]?.text ?? "";
  const words = fields.slice(1);
  if (PROGRAMS.has(name)) {
    if (evaluates(name, words)) script.opaque(`"${name}" may evaluate its words`);
    return script.findings.run(fields, receives);
  }
  script.findings.builtin(name);
  if (MOVING.has(name)) script.findings.moveTo(destination(name, words));
  else if (EVALUATING.has(name)) script.opaque(`"${name}" runs or changes what its words say`);
  else if (DECLARING.has(name)) {
    if (!assigns && printsVariables(words)) script.findings.environment();
    declare(name, words, script);
  } else if (name === "hash" || name === "wait") {
    // `hash -p` says which file a name is, and `wait -p` sets a variable.
    if (words.some(({ text }) => text === undefined || /^-[a-z]*p/.test(text)))
      script.opaque(`"${name}" may change what runs`);
  } else if (name === "jobs" && words.some(({ text }) => text === undefined || /^-\w*x/.test(text)))
    script.opaque('"jobs -x" runs what its words say');
  else OTHERS.get(name)?.(words, script);
}

const OTHERS: ReadonlyMap<string, (words: readonly Field[], script: ScriptContext) => void> =
  new Map([
    ["read", readRead],
    ["unset", readUnset],
    ["set", readSet],
    ["shopt", readShopt],
  ]);

/** Where `cd` leads, as far as that is known: home, where it does not say. */
function destination(name: string, words: readonly Field[]): string | undefined {
  const folder = words.findLast(({ text }) => text === undefined || !/^[-+]./.test(text));
  if (folder !== undefined) return folder.text;
  return name === "cd" || name === "chdir" ? "~" : undefined;
}

function declare(name: string, words: readonly Field[], script: ScriptContext): void {
  for (const { text } of words) {
    if (text === undefined) script.opaque(`"${name}" may set any variable`);
    else if (text.startsWith("-")) {
      // `-i`, `-n`, `-a`, `-u` and others change what later assignments do.
      if (!/^-[xrgpfF]+$/.test(text))
        script.opaque(`"${name} ${text}" changes what assignments do`);
    } else {
      const variable = text.replace(/\+?=[^]*$/, "");
      if (!mayExport(variable)) script.opaque(`it sets ${variable}`);
      if (variable !== text) script.variables.set(variable, undefined);
    }
  }
}

/** Without names, or with `-p`, variables are printed, those of the environment among them; with `-f`, functions. */
function printsVariables(words: readonly Field[]): boolean {
  const options = words.filter(({ text }) => text === undefined || text.startsWith("-"));
  if (options.some(({ text }) => text !== undefined && /^-[a-z]*[fF]/.test(text))) return false;
  return options.length === words.length || options.some(({ text }) => text?.includes("p") ?? true);
}

function readRead(words: readonly Field[], script: ScriptContext): void {
  for (let place = 0; place < words.length; place += 1) {
    const word = words[place]?.text;
    if (word === undefined) return script.opaque('"read" may set any variable');
    if (/^-[ers]*[dinNptu]$/.test(word)) place += 1;
    else if (word.startsWith("-")) {
      if (!/^-[ers]*(?:[dinNptu].+)?$/.test(word)) script.opaque('"read" may set an array');
    } else if (!maySet(word)) script.opaque(`it sets ${word}`);
    else script.variables.set(word, undefined);
  }
}

function readUnset(words: readonly Field[], script: ScriptContext): void {
  for (const { text } of words)
    if (text === undefined || (text !== "-v" && !maySet(text)))
      script.opaque('"unset" may evaluate or remove what its words say');
    else script.variables.set(text, undefined);
}

function readSet(words: readonly Field[], script: ScriptContext): void {
  if (words.length === 0 || words.some(({ text }) => text === undefined))
    script.findings.environment();
  for (let place = 0; place < words.length; place += 1) {
    const word = words[place]?.text;
    // From `--` on, and from the first word on, these are the positional parameters, which are never known.
    if (word === "--" || (word !== undefined && !/^[-+]/.test(word))) {
      for (const { shape, text } of words.slice(place)) script.mention(text ?? shape ?? "");
      return;
    }
    if (word === undefined || !SET_OPTIONS.test(word))
      return script.opaque('"set" changes how words are read');
    if (!word.endsWith("o")) continue;
    place += 1;
    const name = words[place]?.text;
    if (place < words.length && (name === undefined || !SET_NAMES.test(name)))
      return script.opaque('"set" changes how words are read');
  }
}

function readShopt(words: readonly Field[], script: ScriptContext): void {
  if (
    words.some(
      ({ text }) => text === undefined || !(SHOPT_NAMES.test(text) || /^-[suqp]+$/.test(text)),
    )
  )
    script.opaque('"shopt" changes how words are read');
}

/** Whether bash would evaluate a subscript among the words of `printf -v`, `printf %n` or `test -v`. */
function evaluates(name: string, words: readonly Field[]): boolean {
  if (name === "printf") {
    const [first, second] = words;
    const format = first?.text === "--" ? second : first;
    if (format === undefined) return false;
    const text = format.text ?? format.shape;
    // A glob may become a format and the words behind it.
    if (text === undefined || !format.one || text.startsWith("*")) return true;
    if (first === format && text.startsWith("-v")) return true;
    // What a format does to the words behind it is known only if all of it is.
    if (format.text === undefined) return words.at(-1) !== format;
    return /%[-+ #'0-9.*]*n/.test(text);
  }
  return words.some(({ one, text }, index) => {
    if (!one || (text !== undefined && /^-[vR]$/.test(text))) return true;
    // The word before it may be `-v`.
    const subscript = text === undefined || text.includes("[");
    return subscript && index > 0 && words[index - 1]?.text === undefined;
  });
}
