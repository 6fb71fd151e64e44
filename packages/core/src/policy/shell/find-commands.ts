import type { Json, JsonObject } from "../../encoding/json.ts";

/** A value that stands where a payload carries its shell command. */
interface CommandValue {
  readonly value: Json;
  /** Whether a list under it is a list of command lines and not one argument vector. */
  readonly lines: boolean;
}

/** A program and its arguments that a payload gives apart, as they would run together. */
interface CommandVector {
  readonly words: readonly string[];
  /** Whether the text is surely a program: it stands under a command key or is a single word. */
  readonly certain: boolean;
}

/** Everything in a payload that a shell may be given. */
export interface CommandValues {
  readonly values: CommandValue[];
  readonly vectors: CommandVector[];
  /** There are more ways to put the arguments together than are tried. */
  crowded: boolean;
}

const COMMAND_KEY = /^(?:commands?|cmds?|scripts?|argv|args|input)$/i;
const LINES_KEY = /^(?:commands|cmds|scripts)$/i;
const ARGUMENTS_KEY = /^(?:arg(?:ument)?s?|argv|param(?:eter)?s?|options?|flags?)$/i;
const MAXIMUM_VECTORS = 32;

/** Finds commands under the usual argument names, at any depth. */
export function findCommands(payload: JsonObject): CommandValues {
  const found: CommandValues = { values: [], vectors: [], crowded: false };
  visitObject(payload, found);
  return found;
}

/** The commands at declared places: each value, and each text with each list beside it. */
export function declaredCommands(values: readonly Json[]): CommandValues {
  const found: CommandValues = {
    values: values.map((value) => ({ value, lines: false })),
    vectors: [],
    crowded: false,
  };
  addVectors(
    values.map((value) => ["command", value] as const),
    found,
  );
  return found;
}

function visit(value: Json, found: CommandValues): void {
  if (Array.isArray(value)) for (const item of value as readonly Json[]) visit(item, found);
  else if (typeof value === "object" && value !== null) visitObject(value as JsonObject, found);
}

function visitObject(object: JsonObject, found: CommandValues): void {
  const entries = Object.entries(object);
  for (const [key, value] of entries)
    if (COMMAND_KEY.test(key)) addValue(value, LINES_KEY.test(key), found);
    else visit(value, found);
  addVectors(entries, found);
}

/** A command key may hold a text, a list of texts, or objects that hold commands themselves. */
function addValue(value: Json, lines: boolean, found: CommandValues): void {
  if (typeof value === "string" || isTexts(value)) found.values.push({ value, lines });
  else if (Array.isArray(value))
    for (const item of value as readonly Json[]) addValue(item, lines, found);
  else {
    const before = found.values.length;
    visit(value, found);
    if (found.values.length === before) found.values.push({ value, lines });
  }
}

/** `{ command: "rm", args: ["-rf", "/"] }` runs `rm -rf /`, whatever the order of its keys. */
function addVectors(entries: readonly (readonly [string, Json])[], found: CommandValues): void {
  const lists: { readonly value: Json; readonly words: readonly string[] }[] = [];
  for (const [key, value] of entries)
    if (isTexts(value) && value.length > 0) lists.push({ value, words: value });
    else if (typeof value === "string" && ARGUMENTS_KEY.test(key))
      lists.push({ value, words: value.split(/\s+/) });
  if (lists.length === 0) return;
  for (const [key, text] of entries)
    for (const list of lists) {
      if (typeof text !== "string" || text === list.value) continue;
      if (found.vectors.length >= MAXIMUM_VECTORS) {
        found.crowded = true;
        return;
      }
      const program = text.trim().split(/\s+/);
      const certain = COMMAND_KEY.test(key) || program.length === 1;
      found.vectors.push({ words: [...program, ...list.words], certain });
    }
}

function isTexts(value: Json): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
