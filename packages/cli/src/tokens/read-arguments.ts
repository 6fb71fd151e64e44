import type { JsonObject } from "@capfence/core";
import { CommandFailure } from "../command-failure.ts";
import { readEventArgument } from "../event/event-argument.ts";
import { EXIT } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";

/** The arguments of a call that an option gives. */
export async function readArguments(text: string, terminal: Terminal): Promise<JsonObject> {
  if (text === "-")
    throw new CommandFailure(
      EXIT.unusable,
      "--arguments: standard input is for the token; name a file",
    );
  const value = await readEventArgument(text, terminal, "arguments");
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as JsonObject;
  throw new CommandFailure(EXIT.unusable, "--arguments: expected a JSON object");
}
