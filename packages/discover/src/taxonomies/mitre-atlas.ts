import type { Taxonomy } from "./taxonomy.ts";

/** The techniques of MITRE ATLAS that rules refer to. */
export const MITRE_ATLAS: Taxonomy = {
  name: "MITRE ATLAS",
  version: "5.6.0",
  url: "https://atlas.mitre.org/techniques/",
  titles: {
    "AML.T0010.005": "AI Supply Chain Compromise: AI Agent Tool",
    "AML.T0050": "Command and Scripting Interpreter",
    "AML.T0051.001": "LLM Prompt Injection: Indirect",
    "AML.T0053": "AI Agent Tool Invocation",
    "AML.T0055": "Unsecured Credentials",
    "AML.T0068": "LLM Prompt Obfuscation",
    "AML.T0073": "Impersonation",
    "AML.T0074": "Masquerading",
    "AML.T0083": "Credentials from AI Agent Configuration",
    "AML.T0086": "Exfiltration via AI Agent Tool Invocation",
    "AML.T0104": "Publish Poisoned AI Agent Tool",
    "AML.T0110": "AI Agent Tool Poisoning",
  },
};
