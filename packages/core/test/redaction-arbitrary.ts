import * as fc from "fast-check";
import type { Json, JsonObject } from "../src/encoding/json.ts";

/** Texts that look like nothing else, so that one search tells whether they leaked. */
export const secrets: fc.Arbitrary<string> = fc
  .tuple(fc.constantFrom("", "a ", '"', "/~"), fc.nat(9999), fc.constantFrom("", "é", "\n", "~1"))
  .map(([before, number, after]) => `${before}SECRET${number}${after}`);

/** The pattern of {@link secrets}. */
export const SECRET = "SECRET[0-9]+";

/** Names that are awkward in pointers, in objects or beside stand-ins. */
const names: fc.Arbitrary<string> = fc.constantFrom(
  ..."a|b||/|~|~1|a/b|*|0|1|-| |é|constructor|redacted|sha256|redacted-1|redacted-2".split("|"),
);

const marker: fc.Arbitrary<Json> = fc
  .constantFrom("value", "member")
  .map((redacted) => ({ redacted, sha256: "0".repeat(64) }));

const leaves: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, false, 0, -1, 1.5, 1e-7, "", "clear", "redacted", [], {}),
  marker,
);

function trees(leaf: fc.Arbitrary<Json>, name: fc.Arbitrary<string>): fc.Arbitrary<JsonObject> {
  const { object } = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      { weight: 3, arbitrary: leaf },
      { weight: 2, arbitrary: tie("object") },
      { weight: 1, arbitrary: fc.array(tie("value"), { maxLength: 4 }) },
    ),
    object: fc
      .array(fc.tuple(name, tie("value")), { maxLength: 4 })
      .map((entries) => Object.fromEntries(entries)),
  }));
  return object;
}

/** Payloads with nothing to hide, but with what looks like markers. */
export const clearPayloads: fc.Arbitrary<JsonObject> = trees(leaves, names);

/** Payloads with secrets as values and in names. */
export const secretPayloads: fc.Arbitrary<JsonObject> = trees(
  fc.oneof(leaves, secrets),
  fc.oneof({ weight: 5, arbitrary: names }, { weight: 1, arbitrary: secrets }),
);
