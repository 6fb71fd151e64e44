import type { Field } from "./fields.ts";
import type { ScriptContext } from "./script-reader.ts";

const RUNS = /^-(?:exec|execdir|ok|okdir)$/;
/** Options that may stand before the start folders, unlike tests and actions. */
const OTHER_OPTION = /^-(?:-?|[a-z]|[A-Z].*)$/;

/** Reads a `find` without the commands it runs, and those each by itself. Source: find(1), GNU findutils 4.10. */
export function readFind(
  fields: readonly Field[],
  receives: boolean,
  inner: (words: readonly Field[]) => void,
  script: ScriptContext,
): void {
  const own: Field[] = [];
  const shape = foundShape(fields);
  for (let place = 0; place < fields.length; place += 1) {
    const field = fields[place] as Field;
    if (field.text === undefined || !RUNS.test(field.text)) {
      own.push(field);
      continue;
    }
    const start = place + 1;
    const end = endOf(fields, start);
    if (end === undefined) {
      own.push(...fields.slice(place));
      script.opaque(`what "find ${field.text}" runs is not known before it runs`);
      break;
    }
    inner(fields.slice(start, end).map((word) => withFound(word, shape)));
    place = end;
  }
  script.findings.run(own, receives);
}

/** Where the `;` or `+` of a command stands; undefined where a word before it may be one, and an action follow that. */
function endOf(fields: readonly Field[], start: number): number | undefined {
  let ended = false;
  for (let place = start; place < fields.length; place += 1) {
    const { shape, text } = fields[place] as Field;
    const word = text ?? shape;
    if (word === undefined || (ended && /^[-*]/.test(word))) return undefined;
    if (text === ";") return place;
    if (text === "+" && fields[place - 1]?.text === "{}") return place;
    ended ||= text === undefined && /^[*;+{]/.test(word);
  }
  return undefined;
}

function withFound(field: Field, shape: string | undefined): Field {
  if (field.text?.includes("{}") === true) {
    const whole = field.text === "{}";
    return {
      text: undefined,
      shape: whole ? shape : field.text.replaceAll("{}", "*"),
      one: !whole,
    };
  }
  return field.shape?.includes("{}") === true ? { ...field, shape: undefined } : field;
}

/** What found paths begin with: a start folder, so never with `-`. */
function foundShape(fields: readonly Field[]): string | undefined {
  const starts: string[] = [];
  for (const { shape, text } of fields.slice(1)) {
    const word = text ?? shape;
    if (word === undefined || word.startsWith("*")) return undefined;
    if (/^-[HLP]$/.test(word)) continue;
    if (OTHER_OPTION.test(word)) return undefined;
    if (/^[-(!,]/.test(word)) break;
    starts.push(word);
  }
  const letters = new Set(starts.map((start) => start[0] ?? ""));
  if (starts.length === 0) return ".*";
  // `-execdir` gives `./name`, which is no option either, so one letter tells no more than that.
  return letters.size === 1 ? `${[...letters][0] === "~" ? "/" : [...letters][0]}*` : undefined;
}
