import * as fc from "fast-check";

const FIRST = ["payments", "files", "crm", "deploy"];
const SECOND = ["transfer", "read", "delete", "run"];
const REST = ["production", "staging", "eu", "workspace"];

const segments = (least: number, most: number): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.constantFrom(...FIRST),
      fc.constantFrom(...SECOND),
      fc.constantFrom(...REST),
      fc.constantFrom(...REST),
      fc.integer({ min: least, max: most }),
    )
    .map(([first, second, third, fourth, length]) =>
      [first, second, third, fourth].slice(0, length).join("."),
    );

/** A concrete capability of a small world, so that rules and requests meet. */
export const capabilities: fc.Arbitrary<string> = segments(1, 4);

/** A capability as a rule may write it: mostly two segments, sometimes with wildcards. */
export const patterns: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: segments(2, 2) },
  { weight: 2, arbitrary: segments(1, 4) },
  {
    weight: 2,
    arbitrary: fc.tuple(segments(1, 3), fc.nat(2)).map(([capability, wild]) =>
      capability
        .split(".")
        .map((segment, at) => (at === wild ? "*" : segment))
        .join("."),
    ),
  },
  { weight: 1, arbitrary: fc.constant("*") },
);

/** What is asked for: a capability outright, or a resource and an action. */
export type Asked =
  | { readonly capability: string }
  | { readonly resource: string; readonly action: string };

/** A way to ask for something near a capability. */
export const askings: fc.Arbitrary<(pattern: string) => Asked> = fc
  .tuple(
    fc.constantFrom("outright", "upper", "resource", "dotted"),
    fc.constantFrom("same", "same", "same", "longer", "shorter"),
    fc.constantFrom(...SECOND),
    fc.constantFrom(...REST),
  )
  .map(([way, length, word, scope]) => (pattern) => {
    const [first = "files", second = word, ...rest] = pattern
      .split(".")
      .map((segment) => (segment === "*" ? word : segment));
    const scopes = length === "longer" ? [...rest, scope] : rest;
    const all = [first, second, ...scopes];
    const capability = (length === "shorter" ? all.slice(0, -1) : all).join(".");
    if (way === "outright") return { capability };
    if (way === "upper") return { capability: capability.toUpperCase() };
    if (way === "resource") return { resource: [first, ...scopes].join("."), action: second };
    return {
      resource: `${first}.${second}`,
      action: scopes.join(".").replaceAll(".", "-") || word,
    };
  });
