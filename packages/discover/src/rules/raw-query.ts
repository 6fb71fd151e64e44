import type { ExaminedTool, Parameter } from "../meaning/examined-tool.ts";
import { meansStatement } from "../meaning/parameter-meanings.ts";
import { meansToAct } from "../meaning/risk.ts";
import { speaksOfStatements } from "../meaning/tool-words.ts";
import { wordsOf } from "../texts/words.ts";
import { allowsText, isSpelledOut } from "./bounds/text-bounds.ts";
import { quote } from "./quote.ts";
import type { Hit, ToolRule } from "./rule.ts";

/** Statements of SQL and its like as arguments. */
export const rawQuery: ToolRule = {
  about: "tool",
  id: "raw_query",
  severity: "high",
  category: "unconstrained_input",
  title: "takes statements for a database",
  help: "A statement does whatever the role of the connection may: read every table, change it, drop it. Offer queries with parameters and connect with a role that may only read; in a policy, `sql` (`statements: [select]`, `writes: false`, `tables`) lets through what only reads.",
  mappings: {
    cast: ["CAST-01", "CAST-03"],
    owaspAgentic: ["ASI02", "ASI05"],
    owaspLlm: ["LLM05", "LLM06"],
    nistAiRmf: ["MEASURE-2.7"],
    mitreAtlas: ["AML.T0053"],
  },
  check: (tool) =>
    tool.parameters
      .filter((one) => isStatement(one, tool) && allowsText(one, isSpelledOut))
      .map(({ pointer, path }): Hit => {
        const message = `${quote(path)} is a statement that a database runs`;
        return meansToAct(tool.effects)
          ? { pointer, message }
          : { pointer, message, severity: "medium" };
      }),
};

/** A `query` is one where the tool speaks of databases that take statements; others are for a search. */
function isStatement(parameter: Parameter, { name, title, description }: ExaminedTool): boolean {
  if (!meansStatement(parameter)) return false;
  const words = wordsOf(parameter.name);
  if (!words.includes("query") && !words.includes("queries")) return true;
  return speaksOfStatements(wordsOf(`${name} ${title} ${description} ${parameter.description}`));
}
