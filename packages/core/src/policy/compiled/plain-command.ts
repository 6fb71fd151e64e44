import type { JsonObject } from "../../encoding/json.ts";
import { madeOnce } from "../../made-once.ts";
import {
  DESTRUCTIVE_PROGRAMS,
  destructiveOptions,
  EVALUATING_BUILTINS,
  INTERPRETERS,
  OPAQUE_PROGRAMS,
  WRAPPERS,
} from "../shell/programs.ts";

/**
 * What is known of a program, by the number that stands for its name: which words it must not have, or that it
 * may do more than its words say.
 */
const known = madeOnce(
  () =>
    new Map<number, RegExp | "opaque">([
      ...[...destructiveOptions()].map(([name, words]) => [numberOf(name), words] as const),
      ...[
        WRAPPERS,
        INTERPRETERS,
        OPAQUE_PROGRAMS,
        DESTRUCTIVE_PROGRAMS,
        EVALUATING_BUILTINS,
      ].flatMap((names) => [...names].map((name) => [numberOf(name), "opaque"] as const)),
    ]),
);
/** Well below the length up to which commands are read. */
const MAXIMUM_LENGTH = 1024;
const SPACE = 32;
const FIRST_LETTER = 97;
const LAST_LETTER = 122;

/**
 * Whether a payload whose texts are all literal words is one command of a program that does what its words
 * say, so that searching the text settles everything. A shortcut: where it says no, the command is read.
 */
export function isPlainCommand(payload: JsonObject): boolean {
  let command: unknown;
  for (const key in payload) {
    if (key !== "command") return false;
    command = payload[key];
  }
  if (typeof command !== "string" || command.length > MAXIMUM_LENGTH) return false;
  let program = 0;
  let end = 0;
  for (; end < command.length; end += 1) {
    const code = command.charCodeAt(end);
    if (code === SPACE) break;
    if (code < FIRST_LETTER || code > LAST_LETTER) return false;
    program = withLetter(program, code);
  }
  if (end === 0) return false;
  const words = known().get(program);
  if (words === undefined) return true;
  return words !== "opaque" && !someWord(command, end + 1, words);
}

function someWord(command: string, from: number, pattern: RegExp): boolean {
  for (let start = from; start < command.length;) {
    const space = command.indexOf(" ", start);
    const end = space === -1 ? command.length : space;
    if (pattern.test(command.slice(start, end))) return true;
    start = end + 1;
  }
  return false;
}

function numberOf(name: string): number {
  return name.split("").reduce((number, letter) => withLetter(number, letter.charCodeAt(0)), 0);
}

/** Small integers only, which are quick to look up. */
function withLetter(number: number, code: number): number {
  return (Math.imul(number, 31) + code) & 0x3fffffff;
}
