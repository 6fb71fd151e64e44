import * as fc from "fast-check";
import type { Json, JsonObject } from "../../src/encoding/json.ts";
import { bounds, needles, texts } from "./payload-arbitrary.ts";

const oneOrMany = (one: fc.Arbitrary<string>): fc.Arbitrary<Json> =>
  fc.oneof(one, fc.uniqueArray(one, { minLength: 1, maxLength: 2 }));

const ENDINGS = ["gt", "gte", "lt", "lte"];

const amount = fc
  .tuple(fc.constantFrom(...ENDINGS), bounds)
  .map(([ending, bound]) => ({ [`amount_${ending}`]: bound }));

const depth = fc
  .tuple(fc.constantFrom(...ENDINGS), fc.nat(3))
  .map(([ending, bound]) => ({ [`caller_depth_${ending}`]: bound }));

/** Globs of context facts, and facts that fit some of them. */
const FACTS = {
  environment: ["production", "staging", "Staging", "qa", "prod*", "p?oduction"],
  user_role: ["clerk", "admin", "adm*", "Clerk"],
  tenant: ["acme", "globex", "ac??"],
  actor: ["agent", "agent-*", "bob"],
  session: ["s1", "s*"],
  tool_name: ["send", "send_*"],
  framework: ["langchain", "mcp"],
  risk_level: ["low", "high", "HIGH", "h*"],
  token_issuer: ["desk", "desk-*", "office"],
} as const;

const fact = fc
  .constantFrom(...(Object.keys(FACTS) as (keyof typeof FACTS)[]))
  .chain((key) =>
    oneOrMany(fc.constantFrom<string>(...FACTS[key])).map((value) => ({ [key]: value })),
  );

const literals: fc.Arbitrary<Json> = fc.oneof(
  texts,
  fc.constantFrom<Json>(0, 1, 5, 10, 2.5, true, false, null),
);

const operators: fc.Arbitrary<JsonObject> = fc
  .record({
    equals: literals,
    in: fc.array(literals, { minLength: 1, maxLength: 3 }),
    not_in: fc.array(literals, { minLength: 1, maxLength: 3 }),
    gt: fc.constantFrom<Json>(0, 5, 2.5),
    gte: fc.constantFrom<Json>(0, 5, 2.5),
    lt: fc.constantFrom<Json>(1, 5, 10),
    lte: fc.constantFrom<Json>(1, 5, 10),
    starts_with: fc.constantFrom("s", "sec", "A", "x secret"),
    length_lte: fc.nat(6),
    exists: fc.boolean(),
    type: fc.constantFrom("string", "number", "boolean", "null", "array", "object"),
  })
  .chain((all) =>
    fc
      .subarray(Object.keys(all), { minLength: 1, maxLength: 2 })
      .map((kept) => Object.fromEntries(Object.entries(all).filter(([key]) => kept.includes(key)))),
  ) as fc.Arbitrary<JsonObject>;

const args = fc
  .dictionary(
    fc.constantFrom("/note", "/to", "/n", "/flag", "/note/0", "/note/x", "/amount"),
    fc.oneof(literals, operators),
    { minKeys: 1, maxKeys: 2, noNullPrototype: true },
  )
  .map((value) => ({ args: value }));

const only = fc
  .uniqueArray(fc.constantFrom("amount", "currency", "note", "to", "n", "flag", "items"), {
    minLength: 1,
  })
  .map((keys) => ({ only_args: keys }));

const text = fc
  .tuple(fc.constantFrom("contains", "match_keywords"), oneOrMany(needles))
  .map(([key, value]) => ({ [key]: value }));

const regex = oneOrMany(
  fc.constantFrom("^secret", "wire$", "[0-9]", "s.*t", "^(ann|bob)$", "^[A-Za-z0-9 ]*$"),
).map((value) => ({ match_regex: value }));

const currency = oneOrMany(fc.constantFrom("EUR", "USD")).map((value) => ({ currency: value }));

const by = fc.oneof(
  fc.constantFrom("actor", "capability", "tenant"),
  fc.uniqueArray(
    fc.constantFrom(
      "actor",
      "session",
      "tenant",
      "user_role",
      "tool_name",
      "environment",
      "framework",
    ),
    { maxLength: 2 },
  ),
);

/** A limit, which stands in rules that restrict alone. */
export const limits: fc.Arbitrary<JsonObject> = fc.oneof(
  fc
    .record({ count: fc.nat(3), per: fc.constant("1h"), by }, { requiredKeys: ["count", "per"] })
    .map((value) => ({ max_calls: { ...value } })),
  fc
    .record(
      {
        amount: fc.constantFrom(0, 5, "10.50"),
        per: fc.constantFrom("30s", "7d"),
        by,
        currency: oneOrMany(fc.constantFrom("EUR", "USD")),
      },
      { requiredKeys: ["amount", "per"] },
    )
    .map((value) => ({ max_total: { ...value } })),
) as fc.Arbitrary<JsonObject>;

/** The conditions of a rule: often none, at most three. */
export const conditions: fc.Arbitrary<JsonObject> = fc
  .oneof(
    { weight: 3, arbitrary: fc.constant<JsonObject[]>([]) },
    {
      weight: 7,
      arbitrary: fc.array(fc.oneof(amount, text, regex, args, fact, depth, only, currency), {
        minLength: 1,
        maxLength: 3,
      }) as fc.Arbitrary<JsonObject[]>,
    },
  )
  .map((all) => Object.assign({}, ...all) as JsonObject);
