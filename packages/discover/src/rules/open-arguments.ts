import type { JsonObject } from "@capfence/core";
import { objectAt } from "../meaning/json.ts";
import { admitsType } from "../meaning/parameter-meanings.ts";
import { argumentSchemas } from "../meaning/parameters.ts";
import { mayAct, meansToAct } from "../meaning/risk.ts";
import { isListed } from "./bounds/text-bounds.ts";
import { quoteAll } from "./quote.ts";
import type { ToolRule } from "./rule.ts";

/** Arguments that no schema describes. */
export const openArguments: ToolRule = {
  about: "tool",
  id: "open_arguments",
  severity: "medium",
  category: "unconstrained_input",
  title: "takes arguments that it does not describe",
  help: "What is not described is not checked, and a reviewer does not see it. Describe every argument and set `additionalProperties: false`; in a policy, `only_args` lists the only arguments that a call may have.",
  mappings: {
    cast: ["CAST-03"],
    owaspAgentic: ["ASI02"],
    owaspLlm: ["LLM06"],
    nistAiRmf: ["MEASURE-2.7"],
    mitreAtlas: ["AML.T0053"],
  },
  check: ({ definition, effects, parameters }) => {
    const acts = mayAct(effects);
    const found = argumentSchemas(definition);
    if (found.some((schema) => isAnything(schema) || isOpen(schema)))
      return [
        {
          pointer: "/inputSchema",
          message: "takes any arguments, described or not",
          severity: acts ? "medium" : "low",
        },
      ];
    const open = parameters.filter(({ schemas }) => schemas.some(isAnything));
    if (open.length > 0 && acts)
      return [
        { pointer: "/inputSchema", message: `does not describe what is in ${quoteAll(open)}` },
      ];
    return found.some((schema) => !isClosed(schema)) && meansToAct(effects)
      ? [
          {
            pointer: "/inputSchema",
            message: "does not refuse arguments that it does not describe",
            severity: "info",
          },
        ]
      : [];
  },
};

/** It may be an object, and says nothing of its members. */
function isAnything(schema: JsonObject): boolean {
  return (
    admitsType(schema, "object") &&
    !isListed(schema) &&
    schema["properties"] === undefined &&
    !isClosed(schema) &&
    objectAt(schema, "additionalProperties") === undefined &&
    objectAt(schema, "patternProperties") === undefined
  );
}

/** It says itself that there may be others. */
function isOpen(schema: JsonObject): boolean {
  return schema["additionalProperties"] === true || schema["unevaluatedProperties"] === true;
}

function isClosed(schema: JsonObject): boolean {
  return schema["additionalProperties"] === false || schema["unevaluatedProperties"] === false;
}
