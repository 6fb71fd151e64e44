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
  /** Texts that stand anywhere else, and lists of them joined: one may be the command, and what looks like it a decoy. */
  readonly others: string[];
  /** There are more ways to put the arguments together than are tried. */
  crowded: boolean;
}

const COMMAND_KEY = /^(?:commands?|cmds?|scripts?|argv|args|input)$/i;
const LINES_KEY = /^(?:commands|cmds|scripts)$/i;
const ARGUMENTS_KEY = /^(?:arg(?:ument)?s?|argv|param(?:eter)?s?|options?|flags?)$/i;
const MAXIMUM_VECTORS = 32;
/** Together, vectors are put together up to this length; none of them would be read beyond it. */
const MAXIMUM_CHARACTERS = 16 * 1024;

/** Finds commands under the usual argument names, at any depth. */
export function findCommands(payload: JsonObject): CommandValues {
  const found: CommandValues = { values: [], vectors: [], others: [], crowded: false };
  visitObject(payload, found);
  return found;
}

/** The commands at declared places: each value, and each text with each list beside it. */
export function declaredCommands(values: readonly Json[]): CommandValues {
  const found: CommandValues = {
    values: values.map((value) => ({ value, lines: false })),
    vectors: [],
    others: [],
    crowded: false,
  };
  addVectors(
    values.map((value) => ["command", value] as const),
    found,
  );
  return found;
}

/** Whether a payload carries something to run where a command is expected; only where it carries nothing else is an empty command one. */
export function carriesCommand({ values, others }: CommandValues): boolean {
  if (values.some(({ value }) => !isEmpty(value))) return true;
  return values.length > 0 && others.every(isEmpty);
}

function isEmpty(value: Json): boolean {
  if (typeof value === "string") return value.trim() === "";
  return Array.isArray(value) && (value as readonly Json[]).every(isEmpty);
}

function visit(value: Json, found: CommandValues): void {
  if (typeof value === "string") found.others.push(value);
  else if (Array.isArray(value)) {
    for (const item of value as readonly Json[]) visit(item, found);
    if (value.length > 1 && isTexts(value) && isShort(value)) found.others.push(value.join(" "));
  } else if (typeof value === "object" && value !== null) visitObject(value as JsonObject, found);
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
  const lists = entries.filter(([key, value]) => isArguments(key, value));
  if (lists.length === 0) return;
  let length = 0;
  for (const [key, text] of entries)
    for (const [, list] of lists) {
      if (!isText(text) || text === list) continue;
      length += text.length + sizeOf(list);
      if (found.vectors.length >= MAXIMUM_VECTORS || length > MAXIMUM_CHARACTERS) {
        found.crowded = true;
        return;
      }
      const program = text.trim().split(/\s+/);
      const words = isText(list) ? list.split(/\s+/) : (list as readonly string[]);
      const certain = COMMAND_KEY.test(key) || program.length === 1;
      found.vectors.push({ words: [...program, ...words], certain });
    }
}

function isArguments(key: string, value: Json): boolean {
  if (typeof value === "string") return ARGUMENTS_KEY.test(key);
  return isTexts(value) && value.length > 0;
}

/** The characters of a text, or of some texts and one more for each; very many count as very long at once. */
function sizeOf(value: Json): number {
  if (typeof value === "string") return value.length;
  const texts = value as readonly string[];
  if (texts.length > MAXIMUM_CHARACTERS) return Infinity;
  return texts.reduce((sum, text) => sum + text.length + 1, 0);
}

const isShort = (texts: readonly string[]): boolean => sizeOf(texts) <= MAXIMUM_CHARACTERS;

const isText = (value: Json): value is string => typeof value === "string";

function isTexts(value: Json): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
