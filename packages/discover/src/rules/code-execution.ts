import { meansCode } from "../meaning/parameter-meanings.ts";
import { allowsText, isSpelledOut } from "./bounds/text-bounds.ts";
import { quote } from "./quote.ts";
import type { ToolRule } from "./rule.ts";

/** Tools that run what they are given. */
export const codeExecution: ToolRule = {
  about: "tool",
  id: "code_execution",
  severity: "critical",
  category: "excessive_agency",
  title: "runs commands or code",
  help: "Whoever steers the model runs programs where the server runs. Offer tools for single purposes instead; until then, let a policy allow it only with `command` (`programs`, `writes: false`, `network: false`), put the rest under require_approval, and run the server in a sandbox.",
  mappings: {
    cast: ["CAST-01"],
    owaspAgentic: ["ASI05"],
    owaspLlm: ["LLM05", "LLM06"],
    nistAiRmf: ["MEASURE-2.7"],
    mitreAtlas: ["AML.T0050", "AML.T0053"],
  },
  check: ({ effects, parameters }) => {
    if (!effects.has("execute")) return [];
    const code = parameters.filter(meansCode);
    const free = code.filter((one) => allowsText(one, isSpelledOut));
    if (free.length > 0)
      return free.map(({ pointer, path }) => ({
        pointer,
        message: `${quote(path)} is run as a command or as code`,
      }));
    const message = "runs commands or code";
    if (code.length === 0) return [{ pointer: "", message }];
    return [{ pointer: "", message: `${message} from a fixed list`, severity: "medium" }];
  },
};
