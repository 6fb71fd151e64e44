import type { Json } from "@capfence/core";
import type { Random } from "../random.ts";
import { type HostileKind, kind, sizeUpTo } from "./hostile-input.ts";

const TOOL = "tools.run";

/** Just within the depth that is accepted, or beyond it. */
function nested(random: Random, wrap: (inner: Json) => Json): Json {
  let value: Json = random.pick<Json>(["x", 1, { amount: 5 }]);
  for (let depth = random.pick([30, 60, 62, 70, 1000]); depth > 0; depth -= 1) value = wrap(value);
  return value;
}

const times = (count: number, make: (at: number) => Json): readonly Json[] =>
  Array.from({ length: count }, (_, at) => make(at));

const members = (count: number, key: (at: number) => string, value: (at: number) => Json): Json =>
  Object.fromEntries(times(count, (at) => [key(at), value(at)]) as [string, Json][]);

/** Payloads whose shape costs time: deep, wide, or with very many amounts. */
export const STRUCTURES: readonly HostileKind[] = [
  kind("lists in lists", TOOL, "x", (random) => nested(random, (inner) => [inner])),
  kind("objects in objects", TOOL, "x", (random) => nested(random, (inner) => ({ total: inner }))),
  kind("a tree of lists", TOOL, "x", (random) => {
    let value: Json = "leaf";
    const width = random.pick([2, 4, 8]);
    for (let size = sizeUpTo(100_000, random); size > 1; size /= width)
      value = Array(width).fill(value) as Json;
    return value;
  }),
  kind("many keys", TOOL, "x", (random) =>
    members(
      sizeUpTo(100_000, random),
      (at) => `k${at}`,
      (at) => at,
    ),
  ),
  kind("many keys of amounts", TOOL, "x", (random) =>
    members(
      sizeUpTo(60_000, random),
      (at) => `a${at}_amount`,
      (at) => at / 7,
    ),
  ),
  kind("many numbers under one amount", TOOL, "amounts", (random) =>
    times(sizeUpTo(250_000, random), (at) => at),
  ),
  kind("many long decimals", TOOL, "amounts", (random) =>
    times(sizeUpTo(8000, random), (at) => `${at}${"7".repeat(55)}.${"3".repeat(60)}`),
  ),
  kind("many decimals with exponents", TOOL, "amounts", (random) =>
    times(sizeUpTo(80_000, random), (at) => `${at}e${at % 2 === 0 ? "-15" : "15"}`),
  ),
  kind("many currencies", TOOL, "items", (random) =>
    times(sizeUpTo(30_000, random), () => ({ currency: "EUR", amount: "5" })),
  ),
  kind("many short texts", TOOL, "x", (random) =>
    times(sizeUpTo(200_000, random), (at) => `t${at % 10}`),
  ),
  kind("many lists of texts", TOOL, "x", (random) =>
    times(sizeUpTo(50_000, random), (at) => ["a", `b${at}`]),
  ),
  kind("a very long key", TOOL, "x", (random) => ({
    [`${"a_".repeat(sizeUpTo(400_000, random))}amount`]: 5,
  })),
  kind("many long keys", TOOL, "x", (random) =>
    members(
      sizeUpTo(900, random),
      (at) => `${"camelCase".repeat(100)}${at}`,
      () => 1,
    ),
  ),
];
