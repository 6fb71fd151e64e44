import { canonicalJson, type Json, type JsonObject } from "@capfence/core";
import type { Together } from "./alternatives.ts";
import { isObject } from "./json.ts";

const TYPES = new Set(["array", "boolean", "integer", "null", "number", "object", "string"]);

/** Of these, the least of all that hold together counts. */
const UPPER_BOUNDS = new Set([
  "exclusiveMaximum",
  "maxItems",
  "maxLength",
  "maxProperties",
  "maximum",
]);

/** Of these, the first counts: any of them holds. */
const FIRST_COUNTS = new Set([
  "const",
  "default",
  "description",
  "exclusiveMinimum",
  "format",
  "items",
  "minLength",
  "minimum",
  "pattern",
  "patternProperties",
  "prefixItems",
  "properties",
  "title",
]);

/**
 * One schema for those that hold together, of the keywords that say something of the value itself. What no value could
 * follow, such as two types at once, says nothing: whoever does not check it will take anything.
 */
export function mergeSchemas(together: Together): JsonObject {
  const merged: Record<string, Json> = {};
  for (const { schema } of together) {
    if (!isObject(schema)) continue;
    for (const [key, value] of Object.entries(schema)) {
      const known = Object.hasOwn(merged, key) ? merged[key] : undefined;
      const next = mergeKeyword(key, known, value);
      if (next === undefined) delete merged[key];
      else merged[key] = next;
    }
  }
  return merged;
}

function mergeKeyword(key: string, known: Json | undefined, value: Json): Json | undefined {
  if (key === "type") return mergeTypes(known, value);
  if (key === "enum") return mergeEnums(known, value);
  if (UPPER_BOUNDS.has(key)) {
    if (typeof value !== "number") return known;
    return typeof known === "number" ? Math.min(known, value) : value;
  }
  // The strictest counts, as all of them hold.
  if (key === "additionalProperties" || key === "unevaluatedProperties")
    return known === false || value === false ? false : (known ?? value);
  return FIRST_COUNTS.has(key) ? (known ?? value) : known;
}

function mergeTypes(known: Json | undefined, value: Json): Json | undefined {
  const types = typesOf(value);
  if (types === undefined) return known;
  if (known === undefined) return types;
  const both = (known as readonly string[]).filter((type) => types.includes(type));
  return both.length === 0 ? undefined : both;
}

/** The types that a `type` names; undefined where it names none that is known, so that it says nothing. */
function typesOf(value: Json): readonly string[] | undefined {
  const named = (Array.isArray(value) ? (value as readonly Json[]) : [value]).filter(
    (type): type is string => typeof type === "string",
  );
  if (named.length === 0 || named.some((type) => !TYPES.has(type))) return undefined;
  return named.includes("number") ? [...new Set([...named, "integer"])] : named;
}

function mergeEnums(known: Json | undefined, value: Json): Json | undefined {
  if (!Array.isArray(value) || value.length === 0) return known;
  const values = value as readonly Json[];
  if (known === undefined) return values;
  const allowed = new Set(values.map((one) => canonicalJson(one)));
  const both = (known as readonly Json[]).filter((one) => allowed.has(canonicalJson(one)));
  return both.length === 0 ? undefined : both;
}
