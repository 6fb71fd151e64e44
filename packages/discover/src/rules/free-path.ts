import type { JsonObject } from "@capfence/core";
import type { Parameter } from "../meaning/examined-tool.ts";
import { meansPath, meansPlace } from "../meaning/parameter-meanings.ts";
import { mayAct } from "../meaning/risk.ts";
import { topicsOf } from "../meaning/tool-words.ts";
import { wordsOf } from "../texts/words.ts";
import { allowsText, lacks } from "./bounds/text-bounds.ts";
import { quote } from "./quote.ts";
import type { Hit, ToolRule } from "./rule.ts";

/** Paths that the caller chooses. */
export const freePath: ToolRule = {
  about: "tool",
  id: "free_path",
  severity: "medium",
  category: "filesystem_egress",
  title: "a path that may be any",
  help: "Any file that the server can reach can be named, with `..` or from the root. Take a name without separators, or check the path in the server; in a policy, `path_within` follows every spelling and every link, and `path_matches` denies keys and settings.",
  mappings: {
    cast: ["CAST-01", "CAST-03"],
    owaspAgentic: ["ASI02"],
    owaspLlm: ["LLM02", "LLM06"],
    nistAiRmf: ["MEASURE-2.7"],
    mitreAtlas: ["AML.T0053"],
  },
  check: ({ name, title, effects, parameters }) => {
    const isAboutFiles = topicsOf(wordsOf(`${name} ${title}`)).files;
    return parameters
      .filter((one) => isPath(one, isAboutFiles) && allowsText(one, isPlainName))
      .map(({ pointer, path }): Hit => {
        const does = mayAct(effects) ? "changed" : "read";
        const message = `${quote(path)} may name any file or folder, which can be ${does}`;
        return mayAct(effects) ? { pointer, message, severity: "high" } : { pointer, message };
      });
  },
};

function isPath(parameter: Parameter, isAboutFiles: boolean): boolean {
  return meansPath(parameter) || (isAboutFiles && meansPlace(parameter));
}

/** `%` too: some decode what they get. */
function isPlainName(schema: JsonObject): boolean {
  return lacks(schema, "/\\%:");
}
