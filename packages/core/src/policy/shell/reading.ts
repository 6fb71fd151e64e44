import type { Json, JsonObject } from "../../encoding/json.ts";
import { pointedAt } from "../json-pointer.ts";
import { foldText } from "../text.ts";
import { opaqueProgram } from "./opaque-program.ts";
import { parseLine } from "./parse-line.ts";

/**
 * How far a text search can be trusted with the shell commands of a call.
 *
 * A search finds what stands there; a shell runs what the words become. Not finding a text clears a command
 * only if all its words are literal and its programs do nothing but what their words say.
 */
export interface ShellReading {
  /** Whether the payload carries a command where one is expected. */
  readonly found: boolean;
  /** Why a text search cannot clear the command, or undefined where it can. */
  readonly opaque: string | undefined;
  /** The words of each simple command, unquoted. */
  readonly commands: readonly (readonly string[])[];
}

const COMMAND_KEYS: readonly string[] = [
  "command",
  "cmd",
  "script",
  "argv",
  "args",
  "commands",
  "input",
];

const SHELL_SEGMENTS: ReadonlySet<string> = new Set(
  "shell bash sh zsh terminal powershell cmd command console".split(" "),
);

/** Whether a capability's first two segments say that its calls run shell commands. */
export function isShellCapability(segments: readonly string[]): boolean {
  return segments.slice(0, 2).some((segment) => SHELL_SEGMENTS.has(segment));
}

/** Reads the shell commands of a payload: at the declared pointers, else under the usual argument names. */
export function readShell(payload: JsonObject, pointers?: readonly string[]): ShellReading {
  const values = pointers === undefined ? usualValues(payload) : pointedAt(payload, pointers);
  const commands: (readonly string[])[] = [];
  let opaque: string | undefined;
  for (const value of values) opaque = readCommand(value, commands) ?? opaque;
  return { found: values.length > 0, opaque, commands };
}

function usualValues(payload: JsonObject): readonly Json[] {
  const values: Json[] = [];
  for (const key in payload)
    if (COMMAND_KEYS.includes(key) || COMMAND_KEYS.includes(key.toLowerCase()))
      values.push(payload[key] as Json);
  return values;
}

function readCommand(value: Json, commands: (readonly string[])[]): string | undefined {
  if (typeof value === "string") return readLine(value, commands);
  if (!Array.isArray(value)) return "it is not text";
  const items: readonly Json[] = value;
  if (!items.every((item) => typeof item === "string")) return "it is not a list of texts";
  commands.push(items);
  // One word with a space in it is a command line in a list, not an argument vector.
  const lines = items.length === 1 || items[0]?.includes(" ") === true ? items : [];
  let opaque = opaqueProgram(items);
  for (const line of lines) opaque = readLine(line, commands) ?? opaque;
  return opaque;
}

function readLine(line: string, commands: (readonly string[])[]): string | undefined {
  // A shell would not run the folded text, but a tool that normalises its input would.
  const folded = foldText(line);
  if (folded !== line && /[^\s\x20-\x7e]/.test(line)) {
    const hidden = parseLine(folded);
    commands.push(...hidden.commands);
  }
  const parsed = parseLine(line);
  commands.push(...parsed.commands);
  return parsed.opaque ?? parsed.commands.map(opaqueProgram).find((reason) => reason !== undefined);
}
