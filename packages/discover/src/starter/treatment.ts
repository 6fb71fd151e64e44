import type { Effect } from "../meaning/examined-tool.ts";
import type { AssessedTool, Finding } from "../report/report.ts";
import { isAtLeast } from "../taxonomies/severity.ts";

/** Strictest first. */
const TREATMENTS = [
  "deceives",
  "impersonates",
  "executes",
  "critical",
  "money",
  "deletes",
  "messages",
  "writes",
  "doubtful",
  "roams",
  "reads",
] as const;

/** What the starter policy makes of a tool; one group of its rules each. */
export type Treatment = (typeof TREATMENTS)[number];

/** Rules that find a definition to be an attack on whoever reads it: whether a call is asked about does not help then. */
const DECEIVING: ReadonlySet<string> = new Set([
  "covert_purpose",
  "hidden_instructions",
  "hidden_text",
  "poisoned_instructions",
  "poisoned_text",
]);

/** What a tool may do that runs unattended. */
const QUIET: ReadonlySet<Effect> = new Set(["filesystem", "network", "read"]);

/** What to make of a tool, by what was found about it and about its server; what is uncertain is asked about. */
export function treatmentOf(tool: AssessedTool, aboutServer: readonly Finding[]): Treatment {
  const { effects, findings, risk } = tool;
  const worse = findings.filter(({ severity }) => isAtLeast(severity, "medium"));
  if ([...worse, ...aboutServer].some(isDeceiving)) return "deceives";
  if ([...worse, ...aboutServer].some(isImpersonating)) return "impersonates";
  if (effects.has("execute") || worse.some(({ rule }) => rule.id === "code_execution"))
    return "executes";
  if (risk === "critical" || worse.some(({ severity }) => severity === "critical"))
    return "critical";
  if (effects.has("money")) return "money";
  if (effects.has("delete")) return "deletes";
  if (effects.has("message")) return "messages";
  if (effects.has("write")) return "writes";
  if (!isReader(tool)) return "doubtful";
  return worse.length === 0 && !isAtLeast(risk, "medium") ? "reads" : "roams";
}

/** The stricter of two. */
export function stricterOf(one: Treatment, other: Treatment): Treatment {
  return TREATMENTS.indexOf(one) < TREATMENTS.indexOf(other) ? one : other;
}

function isDeceiving({ rule, severity }: Finding): boolean {
  return DECEIVING.has(rule.id) && isAtLeast(severity, "medium");
}

function isImpersonating({ rule, severity }: Finding): boolean {
  return rule.category === "tool_naming_conflict" && isAtLeast(severity, "medium");
}

function isReader({ effects, claims, findings }: AssessedTool): boolean {
  return (
    !findings.some(({ rule }) => rule.id === "doubtful_reader") &&
    effects.has("read") &&
    [...effects].every((effect) => QUIET.has(effect)) &&
    // What a server claims is evidence against it alone.
    claims.isReadOnly !== false &&
    claims.isDestructive !== true
  );
}
