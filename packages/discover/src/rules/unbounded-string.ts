import { meansToAct } from "../meaning/risk.ts";
import { allowsText, hasLongest } from "./bounds/text-bounds.ts";
import { hitOn } from "./hit-on.ts";
import type { ToolRule } from "./rule.ts";

/** Texts without a bound; one finding for all of a tool, as most tools have some. */
export const unboundedString: ToolRule = {
  about: "tool",
  id: "unbounded_string",
  severity: "low",
  category: "unconstrained_input",
  title: "texts of any length",
  help: "Whatever fits into a text without bounds reaches the tool: hidden instructions, copied data, code. Give each a `maxLength`, an `enum` or a pattern from `^` to `$`; until then, `args` with `length_lte` or `matches` in a policy holds the calls to it.",
  mappings: {
    cast: ["CAST-03"],
    owaspAgentic: ["ASI02"],
    owaspLlm: ["LLM06", "LLM10"],
    nistAiRmf: ["MEASURE-2.7"],
    mitreAtlas: ["AML.T0053"],
  },
  check: ({ parameters, effects }) =>
    hitOn(
      parameters.filter((one) => allowsText(one, hasLongest)),
      (quoted) => `takes texts of any length: ${quoted}`,
    ).map((hit) => (meansToAct(effects) ? { ...hit, severity: "medium" } : hit)),
};
