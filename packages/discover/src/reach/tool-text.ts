import type { Node } from "jsonc-parser";

/** What other forms call what MCP calls `inputSchema`. */
const SCHEMA_KEYS: readonly string[] = ["inputSchema", "input_schema", "parameters"];

/** The member of an object under a key: the last, as programs read it. */
export function memberOf(node: Node, key: string): Node | undefined {
  if (node.type !== "object") return undefined;
  return node.children?.findLast(({ children }) => children?.[0]?.value === key)?.children?.[1];
}

/** The text of a member. */
export function textOf(node: Node, key: string): string | undefined {
  const value: unknown = memberOf(node, key)?.value;
  return typeof value === "string" ? value : undefined;
}

/** Whether something that stands alone looks like the definition of a tool. */
export function looksLikeTool(node: Node): boolean {
  const keys = [...SCHEMA_KEYS, "description"];
  return textOf(node, "type") === "function" || keys.some((key) => memberOf(node, key));
}

/** The JSON text of a tool's definition as MCP has it, made of any form that is known. */
export function toolText(
  text: string,
  node: Node,
): { readonly name: string; readonly text: string } | { readonly fault: string } {
  const isFunction = textOf(node, "type") === "function";
  const own = isFunction ? (memberOf(node, "function") ?? node) : node;
  if (own.type !== "object") return { fault: "it is not an object" };
  const name = textOf(own, "name");
  if (name === undefined) return { fault: "it has no name" };
  const schema = SCHEMA_KEYS.find((key) => memberOf(own, key) !== undefined);
  const isFlat = isFunction && own === node;
  const members = (own.children ?? []).flatMap(({ children: [key, value] = [] }) => {
    if (key === undefined || value === undefined) return [];
    if (isFlat && key.value === "type") return [];
    const called = key.value === schema ? '"inputSchema"' : textIn(text, key);
    return [`${called}:${textIn(text, value)}`];
  });
  return { name, text: `{${members.join(",")}}` };
}

function textIn(text: string, { offset, length }: Node): string {
  return text.slice(offset, offset + length);
}
