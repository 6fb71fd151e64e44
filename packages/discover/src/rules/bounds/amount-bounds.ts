import type { JsonObject } from "@capfence/core";
import { admitsType } from "../../meaning/parameter-meanings.ts";
import { isListed, lacks } from "./text-bounds.ts";
import { longest, waysOf } from "./pattern.ts";

/** A maximum from here on is none: it is there so that there is one. */
const LARGEST_AMOUNT = 1_000_000_000;
/** As a text, with its sign and its decimals. */
const LONGEST_AMOUNT = 13;

/** Whether amounts of a schema have a largest that means something. */
export function hasMaximum(schema: JsonObject): boolean {
  if (isListed(schema)) return true;
  const { maximum, exclusiveMaximum, pattern } = schema;
  const isBelow = [maximum, exclusiveMaximum].some(
    (most) => typeof most === "number" && most < LARGEST_AMOUNT,
  );
  if (admitsType(schema, "number") && !isBelow) return false;
  // `maximum` says nothing of texts, and a few digits of a text with an exponent are any number.
  if (!admitsType(schema, "string")) return true;
  const ways = typeof pattern === "string" ? waysOf(pattern) : undefined;
  return (
    ways !== undefined &&
    ways.every((way) => longest(way) <= LONGEST_AMOUNT) &&
    lacks(schema, "eExX")
  );
}
