import { hiddenHits } from "./hidden/hidden-hits.ts";
import { seenTexts } from "../texts/tool-texts.ts";
import type { ServerRule, ToolRule } from "./rule.ts";
import { serverTexts } from "../texts/server-texts.ts";

const TEXT = {
  severity: "high",
  category: "indirect_injection",
  mappings: {
    cast: ["CAST-04"],
    owaspAgentic: ["ASI01", "ASI04"],
    owaspLlm: ["LLM01", "LLM03"],
    nistAiRmf: ["MANAGE-3.1", "MEASURE-2.7"],
    mitreAtlas: ["AML.T0051.001", "AML.T0068", "AML.T0110"],
  },
} as const;

/** Text of a tool that a model reads and a person does not see. */
export const hiddenText: ToolRule = {
  ...TEXT,
  id: "hidden_text",
  title: "text that people do not see",
  help: "A model reads what is hidden here and whoever reviews the tool does not. Do not use the tool until its maker has explained and removed it, and pin its definition so that it cannot come back.",
  about: "tool",
  check: ({ definition }) => {
    const { texts, isCut } = seenTexts(definition);
    return hiddenHits(texts, isCut);
  },
};

/** Text that a server gives every model and no person sees. */
export const hiddenInstructions: ServerRule = {
  ...TEXT,
  id: "hidden_instructions",
  title: "instructions of a server that people do not see",
  help: "Whatever a server says as its instructions goes to every model that connects to it. Do not connect to the server until its maker has explained and removed what is hidden.",
  about: "server",
  check: (server) => {
    const { texts, isCut } = serverTexts(server);
    return hiddenHits(texts, isCut);
  },
};
