import type { ApprovalRequirement } from "../approval-requirement.ts";
import type { CapabilityPattern } from "../capability-pattern.ts";
import type { Section } from "../decision.ts";
import type { DeclaredFields } from "../payload/event-view.ts";
import type { Rule } from "../rule.ts";
import type { TokenSettings } from "../token-settings.ts";

/** What a risk level does to calls that carry it. */
export type RiskAction = Section;

/** Whether decisions bind (`enforce`) or are only recorded (`observe`). */
export type PolicyMode = "enforce" | "observe";

/** How long a request for approval lives where the policy does not say, in seconds. */
export const DEFAULT_APPROVAL_TIMEOUT: number = 3600;

/** A policy file and everything it extends, checked but not yet compiled. */
export interface PolicyDocument {
  readonly file: string;
  /** This file and all it extends, each once, parents' first. */
  readonly files: readonly string[];
  readonly name: string | undefined;
  readonly description: string | undefined;
  readonly mode: PolicyMode;
  /** How long a request for approval, and an approval, may be used, in seconds, if a file says so. */
  readonly approvalTimeoutSeconds: number | undefined;
  /** Who must answer requests for approval; all that cover a call must be satisfied. Parents' first. */
  readonly approvals: readonly ApprovalRequirement[];
  /** Whose capability tokens count; at most one of the files says so. */
  readonly tokens: TokenSettings | undefined;
  readonly environments: readonly string[];
  /** Tool name, exact or with one trailing `*`, to capability. */
  readonly tools: ReadonlyMap<string, ToolMapping>;
  readonly fields: readonly FieldDeclaration[];
  /** Parents' rules first, then in the order they are written. */
  readonly rules: readonly Rule[];
  readonly riskLevels: ReadonlyMap<string, RiskLevel>;
}

/** A line of `tools:`. */
export interface ToolMapping {
  readonly capability: string;
  readonly file: string;
  readonly line: number;
}

/** A line of `fields:`. */
export interface FieldDeclaration {
  readonly pattern: CapabilityPattern;
  readonly fields: DeclaredFields;
}

/** A line of `risk_levels:`. */
export interface RiskLevel {
  readonly action: RiskAction;
  readonly file: string;
  readonly line: number;
}

/** How a policy's files are found and read; `read` gets paths that `resolve` made. */
export interface PolicyFiles {
  read(path: string): string;
  /** A path as written in the file `from`, or as given by the caller where there is none. */
  resolve(path: string, from?: string): string;
}
