import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { JsonObject } from "@capfence/core";
import { type Label, type LabelledCall, LABELS } from "./labelled-call.ts";

/** A file of labelled calls. */
export interface Corpus {
  /** The file's name without folder and `.jsonl`. */
  readonly name: string;
  readonly calls: readonly LabelledCall[];
}

/** A corpus is not what it should be; the message names file and line. */
export class CorpusError extends Error {
  override readonly name = "CorpusError";
}

/** Labels by other names: what a row `expected`, and whose idea a call of a trace was. */
const OTHER_NAMES: ReadonlyMap<unknown, Label> = new Map([
  ["deny", "attack"],
  ["allow", "benign"],
  ["injected", "attack"],
  ["user", "benign"],
  ["other", "gray"],
  ["injected_likely", "gray"],
  ["user_likely", "gray"],
]);

/** Reads JSON lines, one labelled call or trace of `calls` each. Throws `CorpusError`. */
export function readCorpus(file: string): Corpus {
  const calls: LabelledCall[] = [];
  for (const [index, line] of readLines(file).entries()) {
    if (line.trim() === "") continue;
    try {
      calls.push(...readRow(JSON.parse(line)));
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new CorpusError(`${file}:${index + 1}: ${reason}`, { cause });
    }
  }
  if (calls.length === 0) throw new CorpusError(`${file}:1: there are no calls`);
  return { name: basename(file).replace(/\.jsonl$/, ""), calls };
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8").split("\n");
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CorpusError(`${file}:1: cannot read the file: ${reason}`, { cause });
  }
}

function readRow(row: unknown): readonly LabelledCall[] {
  if (!isObject(row)) throw new Error("expected a JSON object");
  if ("payload_json" in row) throw new Error("this is a case with a policy; use eval:bypass");
  const id = optionalText(row, "id") ?? "";
  const label = labelOf(row["label"] ?? row["expected"], '"label"');
  const { calls } = row;
  if (calls === undefined) return [readCall(row, id, label)];
  if (!Array.isArray(calls)) throw new Error('"calls" must be a list');
  return calls.map((call: unknown, index) => {
    if (!isObject(call)) throw new Error(`"calls" must hold objects, and calls[${index}] is none`);
    const own = call["call_label"];
    return readCall(call, `${id}#${index}`, own === undefined ? label : labelOf(own, "call_label"));
  });
}

function readCall(row: JsonObject, id: string, label: Label): LabelledCall {
  const args = row["args"] ?? {};
  if (!isObject(args)) throw new Error('"args" must be an object');
  return {
    id,
    label,
    tool: optionalText(row, "tool"),
    capability: optionalText(row, "capability"),
    args,
    why: optionalText(row, "why") ?? optionalText(row, "category"),
  };
}

function labelOf(value: unknown, name: string): Label {
  const label = LABELS.find((known) => known === value) ?? OTHER_NAMES.get(value);
  if (label === undefined)
    throw new Error(`${name} is ${JSON.stringify(value)}; use one of ${LABELS.join(", ")}`);
  return label;
}

function optionalText(row: JsonObject, key: string): string | undefined {
  const value = row[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw new Error(`"${key}" must be text`);
  return value;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
