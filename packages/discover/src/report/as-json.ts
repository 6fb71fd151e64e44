import type { JsonObject } from "@capfence/core";
import type { ServerOrigin } from "../inventory/inventory.ts";
import type { Claims } from "../meaning/examined-tool.ts";
import type { Mappings } from "../taxonomies/mappings.ts";
import type { AssessedServer, AssessedTool, DiscoveryReport, Finding } from "./report.ts";
import { summarize } from "./summary.ts";

/** Who has made a report, and when. */
export interface Scan {
  /** The version of CapFence. */
  readonly version: string;
  readonly at: Date;
}

/** A report as one JSON value, as `report.schema.json` describes it. */
export function asJson(report: DiscoveryReport, { version, at }: Scan): JsonObject {
  const { servers, tools, findings, categories, mappings } = summarize(report);
  return {
    schema_version: "capfence.discovery.v1",
    scanner: { name: "capfence", version },
    scanned_at: at.toISOString(),
    servers: report.servers.map(serverEntry),
    findings: report.findings.map(findingEntry),
    summary: {
      servers,
      tools,
      findings: {
        total: report.findings.length,
        by_severity: findings,
        by_category: Object.fromEntries(categories),
      },
      mappings: mappingsEntry(mappings),
    },
  };
}

function serverEntry({ server, tools }: AssessedServer): JsonObject {
  const { name, origin, transport, address, state, behind, fault, says, unusable } = server;
  return {
    name,
    origin: originEntry(origin),
    transport,
    address,
    state,
    ...(behind === undefined ? {} : { behind }),
    ...(fault === undefined ? {} : { fault }),
    ...(says === undefined ? {} : { says: { ...says } }),
    tools: tools.map(toolEntry),
    unusable: unusable.map((one) => ({ name: one.name, reason: one.reason })),
  };
}

function originEntry({ client, file, line, key }: ServerOrigin): JsonObject {
  return {
    client,
    ...(file === undefined ? {} : { file }),
    ...(line === undefined ? {} : { line }),
    ...(key === undefined ? {} : { key }),
  };
}

function toolEntry({ name, title, effects, risk, digest, claims }: AssessedTool): JsonObject {
  return {
    name,
    ...(title === "" ? {} : { title }),
    effects: [...effects],
    risk,
    digest: `sha256:${digest}`,
    claims: claimsEntry(claims),
  };
}

/** Only what the server has claimed: what it is silent about is neither true nor false. */
function claimsEntry(claims: Claims): JsonObject {
  const { isReadOnly, isDestructive, isIdempotent, isOpenWorld } = claims;
  return {
    ...(isReadOnly === undefined ? {} : { read_only: isReadOnly }),
    ...(isDestructive === undefined ? {} : { destructive: isDestructive }),
    ...(isIdempotent === undefined ? {} : { idempotent: isIdempotent }),
    ...(isOpenWorld === undefined ? {} : { open_world: isOpenWorld }),
  };
}

function findingEntry(finding: Finding): JsonObject {
  const { id, rule, severity, message, origin, server, tool, pointer, evidence } = finding;
  return {
    id,
    rule: rule.id,
    severity,
    category: rule.category,
    title: rule.title,
    description: message,
    client: origin.client,
    server,
    ...(tool === undefined ? {} : { tool }),
    pointer,
    ...(evidence === undefined ? {} : { evidence }),
    remediation: rule.help,
    mappings: mappingsEntry(rule.mappings),
  };
}

function mappingsEntry(mappings: Mappings): JsonObject {
  const { cast, owaspAgentic, owaspLlm, nistAiRmf, mitreAtlas } = mappings;
  return {
    cast,
    owasp_agentic: owaspAgentic,
    owasp_llm: owaspLlm,
    nist_rmf: nistAiRmf,
    mitre_atlas: mitreAtlas,
  };
}
