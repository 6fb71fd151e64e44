import { createHash } from "node:crypto";
import {
  canonicalJson,
  freezeJsonObject,
  type Json,
  JsonError,
  type JsonObject,
} from "@capfence/core";
import { isJsonObject, textAt } from "../wire/json-object.ts";
import { readExactly } from "./exact-json.ts";
import { nameFault } from "./tool-name.ts";

/** How much of a list is read before it counts as endless. */
export const MOST: { readonly pages: number; readonly tools: number; readonly characters: number } =
  { pages: 1000, tools: 10_000, characters: 16 * 1024 * 1024 };

/** A tool as its server lists it: every member counts, as each may be shown to a model or steer a client. */
export interface ListedTool {
  readonly name: string;
  readonly definition: JsonObject;
  /** SHA-256 of the definition in RFC 8785 form, hexadecimal, as approvals and records have it. */
  readonly digest: string;
}

/** A tool, or why it cannot be used. */
export type ToolEntry = ListedTool | { readonly name: string; readonly fault: string };

/** One page of a list of tools. */
export interface ToolPage {
  readonly entries: readonly ToolEntry[];
  /** What asks for the page after it. */
  readonly next: string | undefined;
  /** How many characters it has. */
  readonly size: number;
}

/** A list of tools that cannot be read, or has no end; none of its tools can be used. */
export class ToolListFault extends Error {
  override readonly name = "ToolListFault";
}

/** Reads the result of a `tools/list`, by its own text where there is one. Throws `ToolListFault`. */
export function readToolPage(result: JsonObject, text: string = JSON.stringify(result)): ToolPage {
  if (text.length > MOST.characters)
    throw new ToolListFault(`the list of tools is longer than ${MOST.characters} characters`);
  let page: Json;
  try {
    page = readExactly(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ToolListFault(`the list of tools cannot be read: ${reason}`, { cause });
  }
  const tools = isJsonObject(page) ? page["tools"] : undefined;
  if (!isJsonObject(page) || !Array.isArray(tools))
    throw new ToolListFault('the list of tools has no "tools"');
  if (tools.length > MOST.tools)
    throw new ToolListFault(`the server lists more than ${MOST.tools} tools`);
  const next = page["nextCursor"] ?? "";
  if (typeof next !== "string") throw new ToolListFault('"nextCursor" must be text');
  return {
    entries: (tools as readonly Json[]).map(readTool),
    next: next === "" ? undefined : next,
    size: text.length,
  };
}

/** SHA-256 of a definition in RFC 8785 form, hexadecimal. */
export function definitionDigest(definition: JsonObject): string {
  return createHash("sha256").update(canonicalJson(definition)).digest("hex");
}

function readTool(tool: Json): ToolEntry {
  const name = isJsonObject(tool) ? textAt(tool, "name") : undefined;
  if (name === undefined) return { name: "", fault: "it has no name" };
  const fault = nameFault(name);
  if (fault !== undefined) return { name, fault };
  try {
    const definition = freezeJsonObject(tool);
    return { name, definition, digest: definitionDigest(definition) };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return { name, fault: `its definition cannot be held: ${error.message}` };
  }
}
