import { instructionHits, poisonHits } from "./poison/poison-hits.ts";
import { serverTexts } from "../texts/server-texts.ts";
import { seenTexts } from "../texts/tool-texts.ts";
import type { ServerRule, ToolRule } from "./rule.ts";

const TEXT = {
  severity: "critical",
  category: "indirect_injection",
  mappings: {
    cast: ["CAST-04", "CAST-06"],
    owaspAgentic: ["ASI01", "ASI04"],
    owaspLlm: ["LLM01", "LLM03"],
    nistAiRmf: ["MANAGE-3.1", "MEASURE-2.7"],
    mitreAtlas: ["AML.T0051.001", "AML.T0086", "AML.T0110"],
  },
} as const;

/** A text of a tool that gives orders to the model instead of describing the tool. */
export const poisonedText: ToolRule = {
  ...TEXT,
  id: "poisoned_text",
  title: "text that gives orders to the model",
  help: "A model obeys what stands in a definition as if its user had said it. Do not use the tool; if it is needed, have its maker remove the orders, pin the definition that you have read, and let the policy ask for approval of its calls.",
  about: "tool",
  check: ({ definition }) => poisonHits(seenTexts(definition).texts),
};

/** A server whose instructions give orders that are not about the use of its tools. */
export const poisonedInstructions: ServerRule = {
  ...TEXT,
  id: "poisoned_instructions",
  title: "instructions of a server that take over the model",
  help: "Whatever a server says as its instructions goes to every model that connects to it. Do not connect to the server; instructions should say how its own tools are used and nothing else.",
  about: "server",
  check: (server) => instructionHits(serverTexts(server).texts),
};
