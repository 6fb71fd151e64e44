import { isJsonObject } from "./json-object.ts";

/** An argument that a header repeats, as the schema of a tool's input declares it with `x-mcp-header`. */
export interface HeaderDeclaration {
  /** Where the argument is. */
  readonly path: readonly string[];
  /** What follows `Mcp-Param-` in the name of the header. */
  readonly name: string;
  readonly type: string;
}

const KEY = "x-mcp-header";
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** The protocol does not allow `number`, but servers that declare it look at the header. */
const TYPES: ReadonlySet<unknown> = new Set(["string", "integer", "boolean", "number"]);
const DEPTH = 64;

/** Where else a schema holds schemas: under none of these may a header be declared. */
const ELSEWHERE = (
  "items prefixItems contains additionalProperties unevaluatedProperties unevaluatedItems " +
  "propertyNames oneOf anyOf allOf not if then else"
).split(" ");
const NAMED_ELSEWHERE = ["patternProperties", "dependentSchemas", "$defs", "definitions"];

/** What a schema declares; undefined where a declaration breaks the rules, which makes all of them void. */
export function headerDeclarations(schema: unknown): readonly HeaderDeclaration[] | undefined {
  const found: HeaderDeclaration[] = [];
  const valid = visit(schema, [], found);
  const names = new Set(found.map(({ name }) => name.toLowerCase()));
  return valid && names.size === found.length ? found : undefined;
}

function visit(schema: unknown, path: readonly string[], found: HeaderDeclaration[]): boolean {
  if (!isJsonObject(schema)) return true;
  if (path.length > DEPTH) return false;
  if (KEY in schema) {
    const { [KEY]: name, type } = schema;
    if (path.length === 0 || typeof name !== "string" || !TOKEN.test(name)) return false;
    if (typeof type !== "string" || !TYPES.has(type)) return false;
    found.push({ path, name, type });
  }
  const { properties } = schema;
  if (isJsonObject(properties))
    for (const [key, child] of Object.entries(properties))
      if (!visit(child, [...path, key], found)) return false;
  return elsewhere(schema).every((child) => !declares(child, path.length));
}

function elsewhere(schema: Readonly<Record<string, unknown>>): readonly unknown[] {
  const named = NAMED_ELSEWHERE.map((key) => schema[key]).filter(isJsonObject);
  return [
    ...ELSEWHERE.flatMap((key) => schema[key]),
    ...named.flatMap((value) => Object.values(value)),
  ];
}

/** Whether a header is declared anywhere in a schema, or it is too deep to tell. */
function declares(schema: unknown, depth: number): boolean {
  if (!isJsonObject(schema)) return false;
  if (depth > DEPTH || KEY in schema) return true;
  const { properties } = schema;
  const children = isJsonObject(properties) ? Object.values(properties) : [];
  return [...children, ...elsewhere(schema)].some((child) => declares(child, depth + 1));
}
