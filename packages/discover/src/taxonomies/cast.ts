import type { Taxonomy } from "./taxonomy.ts";

/** Capframe's taxonomy of what goes wrong between agents and tools. */
export const CAST: Taxonomy = {
  name: "CAST",
  version: "0.1",
  url: "https://github.com/capframe/capframe/blob/main/CAST.md",
  titles: {
    "CAST-01": "Tool Capability Excess",
    "CAST-02": "Indirect Injection via Tool Output",
    "CAST-03": "Insufficient Capability Scoping",
    "CAST-04": "Tool Metadata Poisoning",
    "CAST-05": "Capability Boundary Violation",
    "CAST-06": "Cross-Tool Propagation",
    "CAST-07": "Persistent State Poisoning",
    "CAST-08": "Uncontrolled Tool Invocation",
    "CAST-09": "Multi-Agent Authority Delegation",
  },
};
