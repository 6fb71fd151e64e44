import type { JsonObject } from "@capfence/core";
import { listAt } from "../meaning/json.ts";
import { isListed } from "./bounds/text-bounds.ts";
import { hitOn } from "./hit-on.ts";
import type { ToolRule } from "./rule.ts";

/** Lists without an end in tools whose effect nobody can undo. */
export const unboundedBatch: ToolRule = {
  about: "tool",
  id: "unbounded_batch",
  severity: "medium",
  category: "excessive_agency",
  title: "deletes, sends or pays any number in one call",
  help: "One call does what would take many, so limits that count calls do not hold it. Give the list a `maxItems`; in a policy, `args` with `length_lte` bounds it, and require_approval asks for the rest.",
  mappings: {
    cast: ["CAST-08"],
    owaspAgentic: ["ASI02", "ASI08"],
    owaspLlm: ["LLM06", "LLM10"],
    nistAiRmf: ["MEASURE-2.7"],
    mitreAtlas: ["AML.T0053"],
  },
  check: ({ effects, parameters }) =>
    ["delete" as const, "message" as const, "money" as const].some((one) => effects.has(one))
      ? hitOn(
          parameters.filter(({ schemas }) => schemas.some(isEndless)),
          (quoted) => `takes lists of any length: ${quoted}`,
        )
      : [],
};

const MOST_ITEMS = 1000;

/** Only what says that it is a list: what may be anything is another finding. */
function isEndless(schema: JsonObject): boolean {
  const { type, maxItems } = schema;
  if (isListed(schema) || (type !== "array" && !listAt(schema, "type").includes("array")))
    return false;
  return typeof maxItems !== "number" || maxItems > MOST_ITEMS;
}
