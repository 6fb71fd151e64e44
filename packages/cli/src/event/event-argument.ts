import { type Json, JsonError, parseJson } from "@capfence/core";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import { readInput } from "../read-input.ts";
import type { Terminal } from "../terminal.ts";

/** An event is a payload with a frame around it, whose characters may be written as six-character escapes. */
const LIMITS = { depth: 68, size: 8 * 1024 * 1024 };

/**
 * The JSON that an argument stands for: itself where it starts with `{`, standard input for `-`, else a file. `kind`
 * says in a failure what it was to be.
 */
export async function readEventArgument(
  argument: string,
  terminal: Terminal,
  kind = "event",
): Promise<Json> {
  const inline = isInline(argument);
  const name = inline ? `the ${kind}` : argument === "-" ? "standard input" : argument;
  const text = inline ? argument : await readInput(kind, argument, LIMITS.size, terminal);
  try {
    return parseJson(text, LIMITS);
  } catch (cause) {
    if (!(cause instanceof JsonError)) throw cause;
    throw new CommandFailure(EXIT.unusable, `${name}: ${cause.message}`, { cause });
  }
}

/** Whether an argument is the event itself. */
export function isInline(argument: string): boolean {
  return argument.trimStart().startsWith("{");
}
