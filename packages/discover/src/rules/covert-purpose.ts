import { nameHits, proseHits } from "./purpose/purpose-hits.ts";
import { seenTexts } from "../texts/tool-texts.ts";
import type { ToolRule } from "./rule.ts";

const NAMES: ReadonlySet<string> = new Set(["/name", "/title", "/annotations/title"]);

/** A tool whose name or text admits that it works unseen, without leave, or against somebody. */
export const covertPurpose: ToolRule = {
  id: "covert_purpose",
  severity: "high",
  category: "excessive_agency",
  title: "purpose that nobody may know of",
  help: "The tool says itself that it abuses something. Do not let an agent reach it; if its name only sounds so, read its code, name it for what it does, and allow it by an own rule of the policy with approval.",
  mappings: {
    cast: ["CAST-01", "CAST-05"],
    owaspAgentic: ["ASI02", "ASI04", "ASI10"],
    owaspLlm: ["LLM03", "LLM06"],
    nistAiRmf: ["MAP-3.3", "MEASURE-2.6"],
    mitreAtlas: ["AML.T0053", "AML.T0104"],
  },
  about: "tool",
  check: ({ definition }) =>
    seenTexts(definition).texts.flatMap((seen) => {
      const names = NAMES.has(seen.pointer) ? nameHits(seen) : [];
      return seen.isName ? names : [...names, ...proseHits(seen)];
    }),
};
