import type { Field } from "./fields.ts";
import type { ScriptContext } from "./script-reader.ts";
import { BASH_LIKE_SHELLS, OTHER_SHELLS } from "./wrappers.ts";
import { isPlainLine } from "../shell/parse-line.ts";

const LONG = /^--(?:norc|noprofile|login|posix)$/;
const SETTINGS = /^(?:pipefail|errexit|nounset|xtrace|verbose|noglob)$/;

/** Reads what `sh -c` runs; whether the words were of that form. Source: bash(1), dash(1), "Invocation". */
export function readShellCommand(
  name: string,
  fields: readonly Field[],
  receives: boolean,
  script: ScriptContext,
): boolean {
  const ours = BASH_LIKE_SHELLS.has(name);
  if (!ours && !OTHER_SHELLS.has(name)) return false;
  const place = scriptPlace(fields);
  if (place === undefined) return false;
  const field = fields[place];
  const text = field?.one === true ? field.text : undefined;
  if (text === undefined) {
    script.opaque(`what "${name} -c" runs is not known before it runs`);
    return false;
  }
  if (!ours && (!isPlainLine(text) || /(?:^| )=/.test(text))) {
    script.opaque(`the grammar of "${name}" is not read`);
    return false;
  }
  script.script(text, receives);
  return true;
}

/** Where the text of `-c` stands; undefined where there is none or an option is not known. */
function scriptPlace(fields: readonly Field[]): number | undefined {
  let command = false;
  for (let place = 1; place < fields.length; place += 1) {
    const word = fields[place]?.text;
    if (word === undefined) return command ? place : undefined;
    if (LONG.test(word)) continue;
    if (word === "--" || !/^[-+]./.test(word))
      return command ? place + (word === "--" ? 1 : 0) : undefined;
    if (/^[-+][a-zA-Z]*o$/.test(word) && SETTINGS.test(fields[place + 1]?.text ?? "")) place += 1;
    else if (!/^-[ceuxvlfh]+$/.test(word)) return undefined;
    command ||= word.startsWith("-") && word.includes("c");
  }
  return undefined;
}
