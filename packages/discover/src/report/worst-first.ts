import { type Severity, SEVERITIES } from "../taxonomies/severity.ts";
import type { AssessedTool, Finding } from "./report.ts";

/** Orders findings: the worst first, then by server and tool. */
export function worstFirst(one: Finding, other: Finding): number {
  return (
    bySeverity(one.severity, other.severity) ||
    byText(one.server, other.server) ||
    byText(one.tool ?? "", other.tool ?? "") ||
    byText(one.rule.id, other.rule.id) ||
    byText(one.pointer, other.pointer)
  );
}

/** Orders tools: the one of most risk first, then by server and name. */
export function riskiestFirst(one: AssessedTool, other: AssessedTool): number {
  return (
    bySeverity(one.risk, other.risk) ||
    byText(one.server, other.server) ||
    byText(one.name, other.name)
  );
}

function bySeverity(one: Severity, other: Severity): number {
  return SEVERITIES.indexOf(other) - SEVERITIES.indexOf(one);
}

/** By code units, so that the order is the same on every host. */
function byText(one: string, other: string): number {
  return Number(one > other) - Number(one < other);
}
