import { readFileSync } from "node:fs";
import {
  ActionEvent,
  type ActionEventInput,
  CapFenceError,
  type Json,
  type JsonObject,
  parseJson,
} from "@capfence/core";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";

/** One recorded call, and the line it stands in. */
export interface RecordedCall {
  readonly line: number;
  readonly event: ActionEvent;
}

/** The calls of a trace: JSON lines, each an event as `ActionEvent.create` takes it, its keys in either spelling. */
export function readTrace(file: string): readonly RecordedCall[] {
  const calls: RecordedCall[] = [];
  for (const [index, text] of readText(file).split("\n").entries()) {
    if (text.trim() === "") continue;
    const line = index + 1;
    try {
      calls.push({ line, event: eventOf(parseJson(text)) });
    } catch (cause) {
      if (!(cause instanceof CapFenceError)) throw cause;
      throw new CommandFailure(EXIT.unusable, `${file}:${line}: ${cause.message}`, { cause });
    }
  }
  return calls;
}

function readText(file: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandFailure(EXIT.unusable, `cannot read trace "${file}": ${reason}`, { cause });
  }
}

function eventOf(value: Json): ActionEvent {
  // Anything but an object is refused there, as is a wrong type of any key.
  if (!isObject(value)) return ActionEvent.create(value as unknown as ActionEventInput);
  const entries = Object.entries(value).map(([key, member]) => [inCamelCase(key), member]);
  return ActionEvent.create(Object.fromEntries(entries));
}

/** The keys of an event have this form; those of its arguments stand inside `payload` and stay as they are. */
function inCamelCase(key: string): string {
  return key.replaceAll(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}

function isObject(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
