import type { Json, JsonObject } from "@capfence/core";
import type { Headers } from "./envelope.ts";
import { headerDeclarations } from "./header-declarations.ts";
import { headerValue, textOfHeader } from "./header-value.ts";
import { isJsonObject, objectAt } from "./json-object.ts";
import { mirroredName } from "./mirrored-name.ts";
import { CODE, RpcFailure } from "./rpc-failure.ts";

const PREFIX = "Mcp-Param-";
const DECIMAL = /^-?\d+(\.\d+)?$/;

/**
 * Holds the headers of a call to the arguments that they repeat, as the tool's schema says which. A header for an
 * argument that is null or missing is not looked at. Throws `RpcFailure`.
 */
export function checkParameterHeaders(
  headers: Headers,
  inputSchema: unknown,
  input: JsonObject | undefined,
): void {
  for (const { path, name, type } of headerDeclarations(inputSchema) ?? []) {
    const value = valueAt(input, path);
    const text = primitiveText(value);
    if (text === undefined) continue;
    const header = headers[`${PREFIX}${name}`.toLowerCase()];
    const where = path.join(".");
    if (header === undefined)
      throw mismatch(`the header ${PREFIX}${name} is missing; it repeats the argument "${where}"`);
    const said = textOfHeader(header);
    if (said === undefined) throw mismatch(`${PREFIX}${name} is not encoded as it must be`);
    const numeric = type === "integer" || type === "number";
    const equal =
      numeric && typeof value === "number" && DECIMAL.test(said)
        ? Number(said) === value
        : said === text;
    if (!equal) throw mismatch(`${PREFIX}${name} is not what the argument "${where}" says`);
  }
}

/** The headers that repeat a request of the modern era on its way to a server. */
export function mirrorHeaders(
  method: string,
  params: JsonObject | undefined,
  inputSchema: unknown,
): Readonly<Record<string, string>> {
  const headers: Record<string, string> = { "Mcp-Method": headerValue(method) };
  const name = mirroredName(method, params);
  if (name !== undefined) headers["Mcp-Name"] = headerValue(name);
  if (method !== "tools/call") return headers;
  const input = objectAt(params, "arguments");
  for (const declaration of headerDeclarations(inputSchema) ?? []) {
    const text = primitiveText(valueAt(input, declaration.path));
    if (text !== undefined) headers[`${PREFIX}${declaration.name}`] = headerValue(text);
  }
  return headers;
}

function valueAt(root: JsonObject | undefined, path: readonly string[]): Json | undefined {
  let value: Json | undefined = root;
  for (const key of path)
    value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

/** A value as a header says it; undefined for what no header can say. */
function primitiveText(value: Json | undefined): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? undefined : String(value);
}

function mismatch(message: string): RpcFailure {
  return new RpcFailure(CODE.headerMismatch, `the headers and the body disagree: ${message}`, {
    status: 400,
  });
}
