import { type ActionEvent, type Json, JsonError, parseJson } from "@capfence/core";
import { CommandFailure } from "../command-failure.ts";
import { EventProblem } from "../event/event-problem.ts";
import { readEvent } from "../event/read-event.ts";
import { EXIT } from "../exit-code.ts";
import { readTextFile } from "../read-text-file.ts";

/** One recorded call, and the line it stands in. */
export interface RecordedCall {
  readonly line: number;
  readonly event: ActionEvent;
}

/** An event is a payload with a frame around it. */
const LIMITS = { depth: 68, size: 8 * 1024 * 1024 };

/**
 * The calls of a trace: JSON lines, each an event, or a decision as `capfence logs --json` prints it. What else it
 * prints is passed over.
 */
export function readTrace(
  file: string,
  capabilityOfTool: (tool: string) => string | undefined,
): readonly RecordedCall[] {
  const calls: RecordedCall[] = [];
  for (const [index, text] of readTextFile("trace", file).split("\n").entries()) {
    if (text.trim() === "") continue;
    const line = index + 1;
    try {
      const value = parseJson(text, LIMITS);
      if (!isOtherRecord(value)) calls.push({ line, event: readEvent(value, capabilityOfTool) });
    } catch (cause) {
      if (!(cause instanceof JsonError || cause instanceof EventProblem)) throw cause;
      // The text is one line of the file, so its own "line 1" would mislead.
      const message = cause.message.replace(/^line 1, /, "");
      throw new CommandFailure(EXIT.unusable, `${file}:${line}: ${message}`, { cause });
    }
  }
  if (calls.length === 0)
    throw new CommandFailure(
      EXIT.unusable,
      `${file}:1: there are no events; write one a line, in JSON`,
    );
  return calls;
}

/** Whether this is a record of a log that is no decision. */
function isOtherRecord(value: Json): boolean {
  const { v, kind } = (value ?? {}) as { readonly v?: unknown; readonly kind?: unknown };
  return typeof v === "number" && typeof kind === "string" && kind !== "decision";
}
