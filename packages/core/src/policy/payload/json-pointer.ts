import { isJsonObject, type Json } from "../../encoding/json.ts";

/** A JSON Pointer (RFC 6901) as its unescaped tokens, or undefined if `text` is not one. */
export function parsePointer(text: string): readonly string[] | undefined {
  if (text !== "" && !text.startsWith("/")) return undefined;
  if (/~(?![01])/.test(text)) return undefined;
  return text
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** A JSON Pointer (RFC 6901) as text, from its unescaped tokens. */
export function writePointer(tokens: readonly string[]): string {
  return tokens.map((token) => `/${token.replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

/** The value a pointer's tokens lead to, or undefined where there is none. */
export function resolvePointer(root: Json, tokens: readonly string[]): Json | undefined {
  let value: Json | undefined = root;
  for (const token of tokens) {
    if (isJsonObject(value)) value = Object.hasOwn(value, token) ? value[token] : undefined;
    else if (Array.isArray(value))
      value = /^(?:0|[1-9]\d*)$/.test(token) ? value[Number(token)] : undefined;
    else return undefined;
  }
  return value;
}

/** The values that exist at any of these pointers, which are known to be well formed. */
export function pointedAt(root: Json, pointers: readonly string[]): readonly Json[] {
  const values: Json[] = [];
  for (const pointer of pointers) {
    const value = resolvePointer(root, parsePointer(pointer) ?? []);
    if (value !== undefined) values.push(value);
  }
  return values;
}
