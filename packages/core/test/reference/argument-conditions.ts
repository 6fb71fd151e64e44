import type { Json, JsonObject } from "../../src/encoding/json.ts";
import { readDecimal, satisfies } from "./decimal.ts";
import { at } from "./payload.ts";
import { gist } from "./text.ts";
import { and, known, not, or, type Truth } from "./truth.ts";

function typeOf(value: Json): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** Whether two values are the same; uncertain where a tool may take them to be. */
function same(left: Json, right: Json): Truth {
  if (typeOf(left) !== typeOf(right)) return "uncertain";
  if (typeof left === "string" && typeof right === "string") {
    if (left === right) return "true";
    return gist(left) === gist(right) ? "uncertain" : "false";
  }
  if (typeof left !== "object" || left === null) return known(left === right);
  const keys = Object.keys(left);
  if (
    keys.toSorted().join("\n") !==
    Object.keys(right as JsonObject)
      .toSorted()
      .join("\n")
  )
    return "false";
  return and(
    keys.map((key) => same((left as JsonObject)[key] as Json, (right as JsonObject)[key] as Json)),
  );
}

function startsWith(value: Json, prefix: string): Truth {
  if (typeof value !== "string") return "uncertain";
  if (value.startsWith(prefix)) return "true";
  return gist(value).startsWith(gist(prefix)) ? "uncertain" : "false";
}

/** A text that is a plain decimal compares as the number it says. */
function compared(value: Json, ending: string, bound: Json): Truth {
  const [left, right] = [value, bound].map((one) =>
    typeof one === "number" || typeof one === "string" ? readDecimal(String(one)) : undefined,
  );
  if (left === undefined || right === undefined) return "uncertain";
  return known(satisfies(left, ending, right));
}

function operator(name: string, wanted: Json, value: Json): Truth {
  const among = (): Truth => or((wanted as readonly Json[]).map((one) => same(value, one)));
  if (name === "equals") return same(value, wanted);
  if (name === "in") return among();
  if (name === "not_in") return not(among());
  if (name === "starts_with") return startsWith(value, wanted as string);
  if (name === "type") return known(typeOf(value) === wanted);
  if (name === "length_lte")
    return typeof value === "string" || Array.isArray(value)
      ? known(value.length <= Number(wanted))
      : "uncertain";
  return compared(value, name, wanted);
}

/** What became of `args`; `absent` is what a missing argument means. */
export function argumentsTruth(args: JsonObject, payload: JsonObject, absent: Truth): Truth {
  const truths = Object.entries(args).flatMap(([pointer, matcher]) => {
    const value = at(payload, pointer);
    const operators = typeOf(matcher) === "object" ? matcher : { equals: matcher };
    return Object.entries(operators as JsonObject).map(([name, wanted]) => {
      if (name === "exists") return known((value !== undefined) === wanted);
      return value === undefined ? absent : operator(name, wanted, value);
    });
  });
  return and(truths);
}
