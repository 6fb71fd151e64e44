/** CapFence discovery: every tool that an agent can reach, and what is wrong with how it is offered. */
export { CLIENT_NAMES, type FindOptions, findServers } from "./clients/find-servers.ts";
export type { FoundServer } from "./clients/found-server.ts";
export type {
  Inventory,
  PlainSecret,
  ReachedServer,
  ServerOrigin,
  ServerState,
  UnusableTool,
} from "./inventory/inventory.ts";
export { examineTool } from "./meaning/examine-tool.ts";
export type { Effect, ExaminedTool } from "./meaning/examined-tool.ts";
export { type AlikeServers, alikeServers } from "./reach/alike.ts";
export { reachServers, type ReachOptions } from "./reach/reach-servers.ts";
export { readToolFile } from "./reach/read-tool-file.ts";
export { asHtml } from "./report/as-html.ts";
export { asJson, type Scan } from "./report/as-json.ts";
export { asSarif, type SarifOptions } from "./report/as-sarif.ts";
export { assess } from "./report/assess.ts";
export type { AssessedServer, AssessedTool, DiscoveryReport, Finding } from "./report/report.ts";
export { summarize, type Summary } from "./report/summary.ts";
export { whyNotListed } from "./report/why-not-listed.ts";
export { riskiestFirst } from "./report/worst-first.ts";
export type { Category, Hit, Rule, ServerRule, ToolRule } from "./rules/rule.ts";
export { RULES } from "./rules/rules.ts";
export { TEXT_RULES } from "./rules/text-rules.ts";
export { isSecretName } from "./secrets/credential.ts";
export { hiddenParts } from "./secrets/hidden-parts.ts";
export { shownAddress } from "./secrets/shown-address.ts";
export { isAtLeast, SEVERITIES, type Severity } from "./taxonomies/severity.ts";
export { writeStarterLock } from "./starter/starter-lock.ts";
export { starterPolicy } from "./starter/starter-policy.ts";
export type { Mappings } from "./taxonomies/mappings.ts";
export { TAXONOMIES } from "./taxonomies/taxonomies.ts";
export type { Taxonomy } from "./taxonomies/taxonomy.ts";
