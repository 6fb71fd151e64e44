import { shown } from "../texts/unseen.ts";
import type { ServerRule } from "./rule.ts";

/** A tool that the gateway refuses as it is listed. */
export const unusableTool: ServerRule = {
  id: "unusable_tool",
  severity: "medium",
  category: "other",
  title: "tool that cannot be used as it is listed",
  help: "The gateway shows no client a tool whose name or definition nobody can rely on. Other clients may show it all the same: have the server's maker mend it, or leave the server out.",
  mappings: {
    cast: ["CAST-04"],
    owaspAgentic: ["ASI04"],
    owaspLlm: ["LLM03"],
    nistAiRmf: ["MAP-4.2"],
    mitreAtlas: ["AML.T0010.005"],
  },
  about: "server",
  check: ({ unusable }) =>
    unusable.map(({ name, reason }) => ({
      pointer: "",
      message: `its tool ${shown(name)} cannot be used: ${shown(reason)}`,
      evidence: { tool: name },
    })),
};
