/** Where a finding belongs in taxonomies that people report by; identifiers as each taxonomy writes them. */
export interface Mappings {
  /** CAST v0.1, such as `CAST-03`. */
  readonly cast: readonly string[];
  /** OWASP Top 10 for Agentic Applications 2026, such as `ASI02`. */
  readonly owaspAgentic: readonly string[];
  /** OWASP Top 10 for LLM Applications 2025, such as `LLM06`. */
  readonly owaspLlm: readonly string[];
  /** NIST AI RMF 1.0, such as `MEASURE-2.7`. */
  readonly nistAiRmf: readonly string[];
  /** MITRE ATLAS, such as `AML.T0051`. */
  readonly mitreAtlas: readonly string[];
}
