import type { Parameter } from "../meaning/examined-tool.ts";
import { admitsType, meansAmount, meansQuantity } from "../meaning/parameter-meanings.ts";
import { meansToAct } from "../meaning/risk.ts";
import { hasMaximum } from "./bounds/amount-bounds.ts";
import { quote } from "./quote.ts";
import type { ToolRule } from "./rule.ts";

/** Amounts that a call may choose freely. */
export const moneyWithoutMaximum: ToolRule = {
  about: "tool",
  id: "money_without_maximum",
  severity: "high",
  category: "excessive_agency",
  title: "an amount of money without a maximum",
  help: "One call can move any sum. Give the amount a `maximum` that fits the purpose; in a policy, `amount_lte` in the allow rule, `amount_gt` in a require_approval rule and `max_total` over many calls hold it down whatever the schema says.",
  mappings: {
    cast: ["CAST-01", "CAST-03"],
    owaspAgentic: ["ASI02"],
    owaspLlm: ["LLM06"],
    nistAiRmf: ["MEASURE-2.7"],
    mitreAtlas: ["AML.T0053"],
  },
  check: (tool) =>
    meansToAct(tool.effects)
      ? tool.parameters
          .filter((one) => isAmount(one, tool.effects.has("money")) && takesAny(one))
          .map(({ pointer, path }) => ({
            pointer,
            message: `${quote(path)} is an amount of money without a maximum`,
          }))
      : [],
};

function isAmount(parameter: Parameter, isMoney: boolean): boolean {
  return meansAmount(parameter) || (isMoney && meansQuantity(parameter));
}

function takesAny({ schemas }: Parameter): boolean {
  return schemas.some(
    (schema) =>
      (admitsType(schema, "number") || admitsType(schema, "string")) && !hasMaximum(schema),
  );
}
