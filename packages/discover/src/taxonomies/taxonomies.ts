import { CAST } from "./cast.ts";
import type { Mappings } from "./mappings.ts";
import { MITRE_ATLAS } from "./mitre-atlas.ts";
import { NIST_AI_RMF } from "./nist-ai-rmf.ts";
import { OWASP_AGENTIC, OWASP_LLM } from "./owasp.ts";
import type { Taxonomy } from "./taxonomy.ts";

/** The taxonomies that findings are reported by, by the members of `Mappings`. */
export const TAXONOMIES: Readonly<Record<keyof Mappings, Taxonomy>> = {
  cast: CAST,
  owaspAgentic: OWASP_AGENTIC,
  owaspLlm: OWASP_LLM,
  nistAiRmf: NIST_AI_RMF,
  mitreAtlas: MITRE_ATLAS,
};
