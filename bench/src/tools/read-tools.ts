import { readFileSync } from "node:fs";
import type { JsonObject } from "@capfence/core";
import { CorpusError } from "../eval/read-corpus.ts";
import type { LabelledTool } from "./labelled-tool.ts";

/**
 * Reads JSON lines of `{ label, tool, description, aggressive }`, or a JSON object of lists of ordinary tools
 * (`{ name, description, parameters }`). Throws `CorpusError`.
 */
export function readTools(file: string): readonly LabelledTool[] {
  let tools: readonly LabelledTool[];
  try {
    const text = readFileSync(file, "utf8");
    tools = file.endsWith(".jsonl")
      ? text
          .split("\n")
          .filter((line) => line.trim() !== "")
          .map((line) => fromRow(JSON.parse(line)))
      : Object.entries(asObject(JSON.parse(text))).flatMap(([suite, list]) =>
          asList(list).map((tool) => ordinary(suite, asObject(tool))),
        );
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CorpusError(`${file}: ${reason}`, { cause });
  }
  if (tools.length === 0) throw new CorpusError(`${file}: there are no tools`);
  return tools;
}

function fromRow(row: unknown): LabelledTool {
  const { label, tool, description, aggressive } = asObject(row);
  if (label !== "attack" && label !== "benign")
    throw new Error(`"label" is ${JSON.stringify(label)}; use one of attack, benign`);
  const isOpen = aggressive === true || aggressive === "True";
  const texts = { name: asText(tool, "tool"), description: asText(description, "description") };
  return {
    ...texts,
    definition: texts,
    isAttack: label === "attack",
    kind: label === "benign" ? "ordinary" : isOpen ? "attack, open" : "attack, disguised",
  };
}

function ordinary(suite: string, tool: JsonObject): LabelledTool {
  const { name, description, parameters = {} } = tool;
  const texts = { name: asText(name, "name"), description: asText(description, "description") };
  return {
    ...texts,
    definition: { ...texts, inputSchema: parameters },
    isAttack: false,
    kind: `ordinary, ${suite}`,
  };
}

function asText(value: unknown, key: string): string {
  if (typeof value !== "string") throw new Error(`"${key}" must be text`);
  return value;
}

function asObject(value: unknown): JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error("expected a JSON object");
  return value as JsonObject;
}

function asList(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error("expected a list of tools");
  return value;
}
