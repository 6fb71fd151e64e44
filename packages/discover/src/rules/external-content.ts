import { meansToAct } from "../meaning/risk.ts";
import { strangersIn, topicsOf } from "../meaning/tool-words.ts";
import { wordsOf } from "../texts/words.ts";
import { quote } from "./quote.ts";
import type { ToolRule } from "./rule.ts";

/** Tools whose results may be written by anybody. */
export const externalContent: ToolRule = {
  about: "tool",
  id: "external_content",
  severity: "medium",
  category: "indirect_injection",
  title: "returns what strangers have written",
  help: "Whatever a page, a mail or a comment says reaches the model, and may be instructions. Let what was read decide nothing: in a policy, `trust_below: internal` denies or asks for whatever changes something after it.",
  mappings: {
    cast: ["CAST-02", "CAST-06"],
    owaspAgentic: ["ASI01", "ASI06"],
    owaspLlm: ["LLM01"],
    nistAiRmf: ["MEASURE-2.7"],
    mitreAtlas: ["AML.T0051.001"],
  },
  check: ({ name, title, effects, claims }) => {
    if (!effects.has("read")) return [];
    const words = wordsOf(`${name} ${title}`);
    const source = strangersIn(words);
    if (source !== undefined)
      return [{ pointer: "", message: `returns what others have written: ${quote(source)}` }];
    const isOutside =
      claims.isOpenWorld === true ||
      (effects.has("network") && (!meansToAct(effects) || topicsOf(words).network));
    return isOutside ? [{ pointer: "", message: "returns what it finds outside" }] : [];
  },
};
