import { type Json, type JsonObject, parseJson } from "@capfence/core";

/** A policy, a call, and whether the call may be allowed. */
export interface BypassCase {
  readonly id: string;
  readonly category: string;
  readonly policy: JsonObject;
  readonly capability: string;
  /** What the host asserts, by the names that policies use. */
  readonly context: JsonObject;
  /** The arguments as they would come over a wire, well formed or not. */
  readonly payloadText: string;
  readonly mustAllow: boolean;
  readonly why: string;
}

/** A file of cases is not what it should be; the message names file and line. */
export class CaseFileError extends Error {
  override readonly name = "CaseFileError";
}

/** Reads JSON lines, one case each; blank lines count but say nothing. Throws `CaseFileError`. */
export function readCases(text: string, file: string): readonly BypassCase[] {
  const cases: BypassCase[] = [];
  const ids = new Set<string>();
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    try {
      const one = readCase(parseJson(line));
      if (ids.has(one.id)) throw new Error(`the id "${one.id}" was used before`);
      ids.add(one.id);
      cases.push(one);
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      // The JSON reader saw one line only, so its own line number would mislead.
      const there = reason.replace(/^line 1, /, "");
      throw new CaseFileError(`${file}:${index + 1}: ${there}`, { cause });
    }
  }
  if (cases.length === 0) throw new CaseFileError(`${file}:1: there are no cases`);
  return cases;
}

function readCase(value: Json): BypassCase {
  if (!isObject(value)) throw new Error("expected a JSON object");
  const must = textAt(value, "must");
  if (must !== "allow" && must !== "not-allow")
    throw new Error(`"must" is "${must}"; use "allow" or "not-allow"`);
  return {
    id: textAt(value, "id"),
    category: textAt(value, "category"),
    policy: objectAt(value, "policy"),
    capability: textAt(value, "capability"),
    context: objectAt(value, "context"),
    payloadText: textAt(value, "payload_json"),
    mustAllow: must === "allow",
    why: textAt(value, "why"),
  };
}

function textAt(owner: JsonObject, key: string): string {
  const value = owner[key];
  if (typeof value !== "string") throw new Error(`"${key}" must be text`);
  return value;
}

function objectAt(owner: JsonObject, key: string): JsonObject {
  const value = owner[key];
  if (!isObject(value)) throw new Error(`"${key}" must be an object`);
  return value;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
