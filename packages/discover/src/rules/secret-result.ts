import { admits, meansSecret } from "../meaning/parameter-meanings.ts";
import { parametersOf } from "../meaning/parameters.ts";
import { meansToAct } from "../meaning/risk.ts";
import { topicsOf } from "../meaning/tool-words.ts";
import { wordsOf } from "../texts/words.ts";
import { quoteAll } from "./quote.ts";
import type { ToolRule } from "./rule.ts";

/** Tools that hand passwords, keys or the environment to a model. */
export const secretResult: ToolRule = {
  about: "tool",
  id: "secret_result",
  severity: "high",
  category: "secret_exposure",
  title: "returns secrets",
  help: "What a tool returns stands in the context of the model, from where the next tool may carry it out. Deny the tool in a policy, or put it under require_approval, and let the server use the secret itself.",
  mappings: {
    cast: ["CAST-02", "CAST-06"],
    owaspAgentic: ["ASI03"],
    owaspLlm: ["LLM02"],
    nistAiRmf: ["MEASURE-2.7"],
    mitreAtlas: ["AML.T0055"],
  },
  check: ({ name, title, description, definition, effects, parameters }) => {
    if (!effects.has("read") || meansToAct(effects)) return [];
    const results = parametersOf({ inputSchema: definition["outputSchema"] ?? {} });
    const secrets = results.filter((one) => meansSecret(one) && admits(one, "string"));
    if (secrets.length > 0)
      return [{ pointer: "/outputSchema", message: `returns secrets: ${quoteAll(secrets)}` }];
    if (parameters.some(meansSecret)) return [];
    const [firstSentence = ""] = description.split(/[.!?;\n]+/u);
    return topicsOf(wordsOf(`${name} ${title} ${firstSentence}`)).secret
      ? [{ pointer: "", message: "may return secrets to the model" }]
      : [];
  },
};
