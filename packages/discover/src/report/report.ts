import type { JsonObject } from "@capfence/core";
import type { ReachedServer, ServerOrigin } from "../inventory/inventory.ts";
import type { ExaminedTool } from "../meaning/examined-tool.ts";
import type { Rule } from "../rules/rule.ts";
import type { Severity } from "../taxonomies/severity.ts";

/** Something that a rule has found. */
export interface Finding {
  /** The same for the same fault of the same tool in every run: of rule, server, tool and pointer. */
  readonly id: string;
  readonly rule: Rule;
  readonly severity: Severity;
  readonly server: string;
  readonly origin: ServerOrigin;
  /** The tool; undefined where it is about the server. */
  readonly tool?: string;
  readonly pointer: string;
  readonly message: string;
  readonly evidence?: JsonObject;
}

/** A tool with how much it could do to whoever lets an agent call it. */
export interface AssessedTool extends ExaminedTool {
  /** By its effects and by the worst that was found. */
  readonly risk: Severity;
  readonly findings: readonly Finding[];
  /** SHA-256 of its definition, as lock files have it. */
  readonly digest: string;
}

/** A server with what was found about it. */
export interface AssessedServer {
  readonly server: ReachedServer;
  readonly tools: readonly AssessedTool[];
  /** Those about the server and not about one of its tools. */
  readonly findings: readonly Finding[];
}

/** What was found, and about what. */
export interface DiscoveryReport {
  readonly servers: readonly AssessedServer[];
  /** All of them, worst first. */
  readonly findings: readonly Finding[];
}
