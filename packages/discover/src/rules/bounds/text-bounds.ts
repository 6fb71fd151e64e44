import type { JsonObject } from "@capfence/core";
import { listAt } from "../../meaning/json.ts";
import type { Parameter } from "../../meaning/examined-tool.ts";
import { admitsType } from "../../meaning/parameter-meanings.ts";
import { longest, mayMatch, waysOf } from "./pattern.ts";

/** A text that may be longer is as good as unbounded. */
const LONGEST_TEXT = 100_000;

/** Formats whose texts are short. */
const SHORT_FORMATS = new Set([
  "date",
  "date-time",
  "duration",
  "email",
  "hostname",
  "idn-email",
  "idn-hostname",
  "ipv4",
  "ipv6",
  "time",
  "uuid",
]);

/** Whether a value may be a text that a test of its schema does not accept. */
export function allowsText(
  { schemas }: Parameter,
  isBounded: (schema: JsonObject) => boolean,
): boolean {
  return schemas.some((schema) => admitsType(schema, "string") && !isBounded(schema));
}

/** Whether a schema lists what it takes. */
export function isListed(schema: JsonObject): boolean {
  return schema["const"] !== undefined || listAt(schema, "enum").length > 0;
}

/** Whether texts of a schema have a longest length that means something. */
export function hasLongest(schema: JsonObject): boolean {
  const { maxLength, format } = schema;
  return (
    isListed(schema) ||
    (typeof maxLength === "number" && maxLength <= LONGEST_TEXT) ||
    (typeof format === "string" && SHORT_FORMATS.has(format)) ||
    (matchWays(schema)?.every((way) => longest(way) <= LONGEST_TEXT) ?? false)
  );
}

/** Whether a schema takes only texts without any of some characters. */
export function lacks(schema: JsonObject, characters: string): boolean {
  return (
    isListed(schema) || (matchWays(schema)?.every((way) => !mayMatch(way, characters)) ?? false)
  );
}

/** Whether a schema takes a few texts: a list of them, or a pattern that spells them out. */
export function isSpelledOut(schema: JsonObject): boolean {
  return (
    isListed(schema) ||
    (matchWays(schema)?.every((way) => longest(way) <= LONGEST_TEXT && isPlain(way)) ?? false)
  );
}

type Way = NonNullable<ReturnType<typeof waysOf>>[number];

function isPlain(way: Way): boolean {
  return way.every((element) => {
    if (element.type === "Group" || element.type === "CapturingGroup")
      return element.alternatives.every((one) => isPlain(one.elements));
    return element.type === "Character" || element.type === "Assertion";
  });
}

function matchWays({ pattern }: JsonObject): ReturnType<typeof waysOf> {
  return typeof pattern === "string" ? waysOf(pattern) : undefined;
}
