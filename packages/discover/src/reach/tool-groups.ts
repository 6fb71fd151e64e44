import type { Node } from "jsonc-parser";
import { ConfigFault } from "../config/config-fault.ts";
import type { UnusableTool } from "../inventory/inventory.ts";
import { looksLikeTool, memberOf, textOf, toolText } from "./tool-text.ts";

/** Tools that stand together in a file: those of one server, or of none that is named. */
export interface ToolGroup {
  readonly name: string | undefined;
  readonly line: number;
  /** Definitions as MCP has them, as JSON text: numbers stay as they are written. */
  readonly definitions: readonly { readonly name: string; readonly text: string }[];
  readonly unusable: readonly UnusableTool[];
}

/** The tools that a JSON value holds, in any form that is known. */
export function toolGroups(
  text: string,
  node: Node,
  lineOf: (node: Node) => number,
): readonly ToolGroup[] {
  const servers = listUnder(node, "servers");
  if (servers !== undefined) return servers.map((one) => serverGroup(text, one, lineOf(one)));
  const tools = toolsIn(memberOf(node, "result") ?? node);
  if (tools === undefined && !looksLikeTool(node))
    throw new ConfigFault(
      "it holds no definitions of tools; expected an answer to tools/list, or a list of tools as MCP, OpenAI or Anthropic have them",
      lineOf(node),
    );
  return [groupOf(text, tools ?? [node], undefined, lineOf(node))];
}

function serverGroup(text: string, server: Node, line: number): ToolGroup {
  const name = textOf(server, "name") ?? "";
  const tools = toolsIn(server);
  if (tools !== undefined) return groupOf(text, tools, name, line);
  const unusable = [{ name: "", reason: "the server has no list of tools" }];
  return { name, line, definitions: [], unusable };
}

function toolsIn(node: Node): readonly Node[] | undefined {
  return node.type === "array" ? (node.children ?? []) : listUnder(node, "tools");
}

function listUnder(node: Node, key: string): readonly Node[] | undefined {
  const list = memberOf(node, key);
  return list?.type === "array" ? (list.children ?? []) : undefined;
}

function groupOf(
  text: string,
  nodes: readonly Node[],
  name: string | undefined,
  line: number,
): ToolGroup {
  const definitions: { readonly name: string; readonly text: string }[] = [];
  const unusable: UnusableTool[] = [];
  for (const [index, node] of nodes.entries()) {
    const definition = toolText(text, node);
    if ("text" in definition) definitions.push(definition);
    else unusable.push({ name: "", reason: `number ${index + 1}: ${definition.fault}` });
  }
  return { name, line, definitions, unusable };
}
