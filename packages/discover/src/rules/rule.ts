import type { JsonObject } from "@capfence/core";
import type { ReachedServer } from "../inventory/inventory.ts";
import type { ExaminedTool } from "../meaning/examined-tool.ts";
import type { Mappings } from "../taxonomies/mappings.ts";
import type { Severity } from "../taxonomies/severity.ts";

/** What a finding is about, in the words of findings of its kind elsewhere. */
export type Category =
  | "excessive_agency"
  | "filesystem_egress"
  | "indirect_injection"
  | "missing_authz"
  | "network_egress"
  | "other"
  | "secret_exposure"
  | "ssrf_surface"
  | "tool_naming_conflict"
  | "unconstrained_input";

/** One place where a rule finds something. */
export interface Hit {
  /** JSON pointer into the tool's definition; "" for all of it. */
  readonly pointer: string;
  /** What is wrong there, in one sentence that quotes what is wrong. */
  readonly message: string;
  /** Where it is another than that of the rule. */
  readonly severity?: Severity;
  /** What shows it. */
  readonly evidence?: JsonObject;
}

/** What every rule says of itself. */
interface RuleText {
  /** Stable: people suppress it and compare runs by it. */
  readonly id: string;
  readonly severity: Severity;
  readonly category: Category;
  /** What is found, in a few words. */
  readonly title: string;
  /** What to do about it, and why. */
  readonly help: string;
  readonly mappings: Mappings;
}

/** A rule about one tool; `others` are all tools that the same agent can reach, itself among them. */
export interface ToolRule extends RuleText {
  readonly about: "tool";
  readonly check: (tool: ExaminedTool, others: readonly ExaminedTool[]) => readonly Hit[];
}

/** A rule about a server as a whole. */
export interface ServerRule extends RuleText {
  readonly about: "server";
  readonly check: (server: ReachedServer, others: readonly ReachedServer[]) => readonly Hit[];
}

/** Something that is looked for. */
export type Rule = ToolRule | ServerRule;
