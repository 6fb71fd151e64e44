import type { Taxonomy } from "./taxonomy.ts";

/** OWASP's risks of agents. */
export const OWASP_AGENTIC: Taxonomy = {
  name: "OWASP Top 10 for Agentic Applications",
  version: "2026",
  url: "https://genai.owasp.org/resource/owasp-top-10-for-agentic-applications-for-2026/",
  titles: {
    ASI01: "Agent Goal Hijack",
    ASI02: "Tool Misuse and Exploitation",
    ASI03: "Identity and Privilege Abuse",
    ASI04: "Agentic Supply Chain Vulnerabilities",
    ASI05: "Unexpected Code Execution (RCE)",
    ASI06: "Memory & Context Poisoning",
    ASI07: "Insecure Inter-Agent Communication",
    ASI08: "Cascading Failures",
    ASI09: "Human-Agent Trust Exploitation",
    ASI10: "Rogue Agents",
  },
};

/** OWASP's risks of applications of language models. */
export const OWASP_LLM: Taxonomy = {
  name: "OWASP Top 10 for LLM Applications",
  version: "2025",
  url: "https://genai.owasp.org/llm-top-10/",
  titles: {
    LLM01: "Prompt Injection",
    LLM02: "Sensitive Information Disclosure",
    LLM03: "Supply Chain",
    LLM04: "Data and Model Poisoning",
    LLM05: "Improper Output Handling",
    LLM06: "Excessive Agency",
    LLM07: "System Prompt Leakage",
    LLM08: "Vector and Embedding Weaknesses",
    LLM09: "Misinformation",
    LLM10: "Unbounded Consumption",
  },
};
