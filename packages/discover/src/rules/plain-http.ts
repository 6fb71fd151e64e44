import { isLoopback } from "@capfence/mcp/gateway";
import { shown } from "../texts/unseen.ts";
import type { ServerRule } from "./rule.ts";

/** A server on another machine that is spoken to without encryption. */
export const plainHttp: ServerRule = {
  id: "plain_http",
  severity: "high",
  category: "network_egress",
  title: "server that is reached without encryption",
  help: "Whoever is on the way reads what is sent, credentials among it, and can change the tools and what they answer. Use an https URL.",
  mappings: {
    cast: ["CAST-04", "CAST-06"],
    owaspAgentic: ["ASI04", "ASI07"],
    owaspLlm: ["LLM02", "LLM03"],
    nistAiRmf: ["MEASURE-2.7"],
    mitreAtlas: ["AML.T0010.005"],
  },
  about: "server",
  check: ({ address, transport }) => {
    if (transport !== "http" && transport !== "sse") return [];
    const url = URL.parse(address);
    if (url === null || url.protocol !== "http:" || isLoopback(url.hostname)) return [];
    return [{ pointer: "", message: `it is reached at ${shown(address)} without encryption` }];
  },
};
