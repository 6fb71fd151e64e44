import { basename } from "node:path";
import type { Node } from "jsonc-parser";
import { ToolCatalogue, ToolListFault } from "@capfence/mcp/gateway";
import { ConfigFault } from "../config/config-fault.ts";
import { Lines } from "../config/lines.ts";
import { parseJsonTree } from "../config/parse-json.ts";
import { readText } from "../config/read-text.ts";
import type { ReachedServer, UnusableTool } from "../inventory/inventory.ts";
import { type ToolGroup, toolGroups } from "./tool-groups.ts";

/**
 * Reads a file of tool definitions, JSON or JSON Lines: what `tools/list` answers, an array of tools of MCP, OpenAI or
 * Anthropic, or an inventory of mcp-recon, which names several servers. One that cannot be read is a server that failed.
 * `given` is its text, where that is no file.
 */
export function readToolFile(path: string, given?: string): readonly ReachedServer[] {
  const server = {
    name: basename(path).replace(/\.jsonl?$/i, ""),
    origin: { client: "given", file: path },
    transport: "tools",
    address: path,
    secrets: [],
  } as const;
  try {
    const text = given ?? readText(path);
    if (text === undefined) throw new ConfigFault("there is no such file");
    return groupsIn(text).map((group) => ({
      ...server,
      name: group.name ?? server.name,
      origin: { ...server.origin, line: group.line },
      ...listed(group),
    }));
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    const { line, message } = error;
    const origin = { ...server.origin, ...(line === undefined ? {} : { line }) };
    return [{ ...server, origin, state: "failed", fault: message, tools: [], unusable: [] }];
  }
}

/** The tools of a file, by the servers that it names; those of no server stand together. */
function groupsIn(text: string): readonly ToolGroup[] {
  const lines = new Lines(text);
  let root: Node;
  try {
    root = parseJsonTree(text, lines, false);
  } catch (error) {
    if (!(error instanceof ConfigFault) || !isJsonLines(text)) throw error;
    return groupsByLine(text);
  }
  return toolGroups(text, root, ({ offset }) => lines.at(offset));
}

function groupsByLine(text: string): readonly ToolGroup[] {
  const groups = text
    .split("\n")
    .flatMap((line, index) => (line.trim() === "" ? [] : groupsOfLine(line, index + 1)));
  const own = groups.filter(({ name }) => name === undefined);
  const together: ToolGroup = {
    name: undefined,
    line: own[0]?.line ?? 1,
    definitions: own.flatMap(({ definitions }) => definitions),
    unusable: own.flatMap(({ unusable }) => unusable),
  };
  const named = groups.filter(({ name }) => name !== undefined);
  return own.length === 0 ? named : [together, ...named];
}

function isJsonLines(text: string): boolean {
  const [first] = text.trimStart().split("\n", 1);
  try {
    parseJsonTree(first ?? "", new Lines(""), false);
    return true;
  } catch {
    return false;
  }
}

/** What is no JSON is a tool that cannot be used: it may have been one. */
function groupsOfLine(line: string, number: number): readonly ToolGroup[] {
  try {
    return toolGroups(line, parseJsonTree(line, new Lines(line), false), () => number);
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    const unusable = [{ name: "", reason: `line ${number}: ${error.message}` }];
    return [{ name: undefined, line: number, definitions: [], unusable }];
  }
}

type Listed = Pick<ReachedServer, "state" | "fault" | "tools" | "unusable">;

/** What is wrong with the text of one definition is not wrong with the others. */
function listed({ definitions, unusable }: ToolGroup): Listed {
  const faults: UnusableTool[] = [...unusable];
  const fit = definitions.filter(({ name, text }) => {
    const fault = faultOf([text], new ToolCatalogue());
    if (fault !== undefined) faults.push({ name, reason: fault });
    return fault === undefined;
  });
  const catalogue = new ToolCatalogue();
  const fault = faultOf(
    fit.map(({ text }) => text),
    catalogue,
  );
  if (fault !== undefined) return { state: "failed", fault, tools: [], unusable: faults };
  return {
    state: "listed",
    tools: [...catalogue.tools],
    unusable: [...faults, ...catalogue.faults],
  };
}

function faultOf(texts: readonly string[], catalogue: ToolCatalogue): string | undefined {
  try {
    catalogue.learn(undefined, { tools: [] }, `{"tools":[${texts.join(",")}]}`);
    return undefined;
  } catch (error) {
    if (error instanceof ToolListFault) return error.message;
    throw error;
  }
}
