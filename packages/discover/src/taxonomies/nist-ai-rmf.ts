import type { Taxonomy } from "./taxonomy.ts";

/** The subcategories of NIST's framework that rules refer to, in short. */
export const NIST_AI_RMF: Taxonomy = {
  name: "NIST AI Risk Management Framework",
  version: "1.0",
  url: "https://doi.org/10.6028/NIST.AI.100-1",
  titles: {
    "MANAGE-3.1":
      "Risks from third-party resources are monitored, and controls are applied and documented",
    "MAP-3.3": "The scope of application is specified and documented",
    "MAP-4.2": "Internal risk controls for components, third-party ones among them, are identified",
    "MEASURE-2.10": "Privacy risk is examined and documented",
    "MEASURE-2.6": "Safety risks are evaluated",
    "MEASURE-2.7": "Security and resilience are evaluated and documented",
  },
};
