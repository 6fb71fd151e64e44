import type { JsonObject } from "../../encoding/json.ts";
import { pointedAt } from "../payload/json-pointer.ts";
import { carriesCommand, declaredCommands, findCommands } from "./find-commands.ts";
import { ShellReader } from "./shell-reader.ts";

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

const SHELL_SEGMENTS: ReadonlySet<string> = new Set(
  "shell bash sh zsh terminal powershell cmd command console subprocess".split(" "),
);

/** Whether a word of a capability's first two segments, as in `run_shell.x`, says that its calls run shell commands. */
export function isShellCapability(segments: readonly string[]): boolean {
  return segments
    .slice(0, 2)
    .some((segment) => segment.split(/[_-]/).some((word) => SHELL_SEGMENTS.has(word)));
}

/** Reads the shell commands of a payload: at the declared pointers, else under the usual argument names. */
export function readShell(payload: JsonObject, pointers?: readonly string[]): ShellReading {
  const commands =
    pointers === undefined ? findCommands(payload) : declaredCommands(pointedAt(payload, pointers));
  const reader = new ShellReader();
  if (commands.crowded) reader.opaque = "its arguments can be put together in too many ways";
  for (const { value, lines } of commands.values) reader.value(value, lines);
  for (const { words, certain } of commands.vectors) reader.vector(words, certain);
  for (const text of commands.others) reader.other(text);
  return { found: carriesCommand(commands), opaque: reader.opaque, commands: reader.commands };
}
