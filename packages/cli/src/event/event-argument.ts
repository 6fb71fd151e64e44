import { createReadStream } from "node:fs";
import { type Json, JsonError, parseJson } from "@capfence/core";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import { unreadableFile } from "../read-text-file.ts";
import type { Terminal } from "../terminal.ts";

/** An event is a payload with a frame around it, whose characters may be written as six-character escapes. */
const LIMITS = { depth: 68, size: 8 * 1024 * 1024 };

/** The JSON that an argument stands for: itself where it starts with `{`, standard input for `-`, else a file. */
export async function readEventArgument(argument: string, terminal: Terminal): Promise<Json> {
  const inline = isInline(argument);
  const name = inline ? "the event" : argument === "-" ? "standard input" : argument;
  const text = inline ? argument : await textOf(argument, terminal);
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

async function textOf(argument: string, { input }: Terminal): Promise<string> {
  const stream = argument === "-" ? input : createReadStream(argument);
  if (stream === undefined)
    throw new CommandFailure(EXIT.unusable, "there is no standard input to read the event from");
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<string | Uint8Array>) {
      const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
      size += bytes.length;
      if (size > LIMITS.size) break;
      chunks.push(bytes);
    }
  } catch (cause) {
    throw unreadableFile("event", argument, cause);
  }
  if (size > LIMITS.size)
    throw new CommandFailure(EXIT.unusable, `the event is larger than ${LIMITS.size} bytes`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new CommandFailure(EXIT.unusable, "the event is not UTF-8 text", { cause });
  }
}
