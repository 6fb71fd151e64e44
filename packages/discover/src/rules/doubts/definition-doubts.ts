import type { Json, JsonObject } from "@capfence/core";
import { isObject, listAt, objectAt } from "../../meaning/json.ts";

/** Keywords that show a model arguments which are not looked for behind them. */
const UNLOOKED: ReadonlySet<string> = new Set([
  "$anchor",
  "$dynamicRef",
  "$id",
  "contains",
  "dependentRequired",
  "examples",
  "if",
  "not",
  "patternProperties",
  "propertyNames",
]);
/** Keywords that hold schemas by name. */
const NAMED: ReadonlySet<string> = new Set(["$defs", "definitions", "properties"]);
/** Keywords that hold values, in which nothing is a keyword. */
const VALUES: ReadonlySet<string> = new Set(["const", "default", "enum", "required"]);

/** What other forms of definitions call a schema: nobody knows which of two counts. */
const OTHER_SCHEMAS: readonly string[] = ["function", "input_schema", "parameters"];

/** What in a definition may stand for something that nobody sees, as the keys that do. */
export function definitionDoubts(definition: JsonObject): readonly string[] {
  const { annotations = {}, description = "" } = definition;
  const claims = isObject(annotations) ? Object.entries(annotations) : [["annotations", 0]];
  return [
    ...OTHER_SCHEMAS.filter((key) => definition[key] !== undefined),
    ...(typeof description === "string" ? [] : ["description"]),
    // Some read `"true"` as true.
    ...claims.flatMap(([key, value]) =>
      key === "title" || typeof value === "boolean" ? [] : [String(key)],
    ),
    ...schemaDoubts(definition),
  ];
}

function schemaDoubts(definition: JsonObject): readonly string[] {
  const found = new Set<string>();
  const schema = definition["inputSchema"] ?? {};
  if (isObject(schema) && takesMore(schema)) found.add("additionalProperties");
  const rest: Json[] = [schema];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (Array.isArray(next)) rest.push(...(next as readonly Json[]));
    if (!isObject(next)) continue;
    if (requiresUndescribed(next)) found.add("required");
    for (const [key, value] of Object.entries(next)) {
      if (UNLOOKED.has(key) && !(key === "examples" && !holdsObjects(value))) found.add(key);
      if (key === "$ref" && !(typeof value === "string" && /^#(?:\/|$)/.test(value)))
        found.add(key);
      if (key === "default" && holdsObjects(value)) found.add(key);
      if (NAMED.has(key)) rest.push(...Object.values(isObject(value) ? value : {}));
      else if (!VALUES.has(key)) rest.push(value);
    }
  }
  return [...found];
}

function takesMore(schema: JsonObject): boolean {
  return ["additionalProperties", "unevaluatedProperties"].some((key) => {
    const value = schema[key];
    return value === true || isObject(value);
  });
}

function holdsObjects(value: Json): boolean {
  return Array.isArray(value)
    ? (value as readonly Json[]).some(isObject)
    : isObject(value) && Object.keys(value).length > 0;
}

/** A name that is required and nowhere described; where several schemas hold at once, another may describe it. */
function requiresUndescribed(schema: JsonObject): boolean {
  const described = objectAt(schema, "properties") ?? {};
  return listAt(schema, "required").some(
    (name) => typeof name === "string" && !Object.hasOwn(described, name),
  );
}
