import type { DecisionRecord, OutcomeRecord, RuleReference } from "@capfence/core";
import { isBreakGlass, outcomeWords } from "../log/log-row.ts";
import { printable, printableValue, shortened } from "../printable.ts";
import { ruleName, rulePlace } from "../rule-name.ts";
import { styled, type Style } from "../terminal.ts";
import { showTime } from "../timestamp.ts";
import { argumentsText } from "./arguments-text.ts";

/** What a receipt says, and how the decision is judged again. */
export interface ReceiptView {
  readonly decision: DecisionRecord;
  readonly outcome: OutcomeRecord | undefined;
  /** The file of the policy that decided, where it is known. */
  readonly policy: string | undefined;
  readonly replay: string;
}

/** Whether a tool ran: not if CapFence held it back, and nobody knows before its outcome is recorded. */
export type ToolInvoked = "yes" | "no" | "unknown";

const LABEL_WIDTH = 14;
const VALUE_WIDTH = 200;
const ARGUMENTS_WIDTH = 1000;
const STYLES: Readonly<Record<string, Style>> = {
  allow: "green",
  deny: "red",
  require_approval: "yellow",
};

/** Whether the tool of a decision ran. */
export function toolInvoked(
  { authorized }: DecisionRecord,
  outcome: OutcomeRecord | undefined,
): ToolInvoked {
  if (outcome !== undefined) return "yes";
  return authorized ? "unknown" : "no";
}

/** A decision as lines for people. */
export function receiptLines(view: ReceiptView, output: NodeJS.WritableStream): readonly string[] {
  const { decision, outcome, policy, replay } = view;
  const { effect, context, redacted, approval, grant, bypass } = decision;
  const verdict = styled(output, STYLES[effect] ?? "bold", effect.toUpperCase());
  const places: readonly unknown[] = Array.isArray(redacted) ? redacted : [];
  const isRedacted = (pointer: string): boolean => places.includes(pointer);
  const rows: readonly (readonly [string, string])[] = [
    ["Decision", `${verdict}${marksOf(decision)}`],
    ["Actor", value(decision.actor)],
    ["Tool", value(decision.tool)],
    ["Action", value(decision.action)],
    ["Resource", value(decision.resource)],
    ["Capability", value(decision.capability)],
    ["Environment", value(decision.environment)],
    ["Session", isRedacted("/context/sessionId") ? "[redacted]" : value(context["sessionId"])],
    ["Arguments", shortened(printable(argumentsText(decision)), ARGUMENTS_WIDTH)],
    ["Redacted", shortened(places.map(printableValue).join(", "), VALUE_WIDTH)],
    ["Policy", policyWords(decision, policy)],
    ["Rule", ruleWords(decision)],
    ["Reason", reasonWords(decision)],
    ["Approval", approval === undefined ? "" : value(approval)],
    ["Grant", grant === undefined ? "" : value(grant)],
    ["Bypass", bypass === undefined ? "" : styled(output, ["bold", "red"], value(bypass))],
    ["Tool invoked", invokedWords(decision, outcome)],
    ["Time", `${showTime(decision.time)} UTC`],
    ["Audit id", `${decision.writer}/${decision.seq} ${value(decision.id)}`],
    ["Replay", replay],
  ];
  const optional = ["Session", "Redacted", "Approval", "Grant", "Bypass"];
  return rows
    .filter(([label, words]) => !optional.includes(label) || (words !== "" && words !== NONE))
    .map(([label, words]) => `${styled(output, "dim", `${label}:`.padEnd(LABEL_WIDTH))} ${words}`);
}

const NONE = "none";

function value(recorded: unknown): string {
  return recorded === undefined ? NONE : shortened(printableValue(recorded), VALUE_WIDTH);
}

function marksOf(decision: DecisionRecord): string {
  const { effect, authorized, mode, warn } = decision;
  const marks = [
    ...(warn === true && effect === "allow" ? ["warn"] : []),
    ...(mode === "observe" ? ["only observed: the call was let run"] : []),
    ...(mode !== "observe" && authorized && effect !== "allow" ? [passWords(decision)] : []),
  ];
  return marks.length === 0 ? "" : ` (${marks.join(", ")})`;
}

/** Why a call ran that the policy did not simply allow. */
function passWords(decision: DecisionRecord): string {
  if (decision.bypass !== undefined) return "BYPASSED in an emergency";
  if (isBreakGlass(decision)) return "and granted before: BREAK-GLASS";
  return decision.grant === undefined ? "and approved" : "and granted before";
}

function policyWords({ policyDigest }: DecisionRecord, file: string | undefined): string {
  if (policyDigest === "") return NONE;
  const digest = `sha256 ${value(policyDigest)}`;
  return file === undefined ? digest : `${printable(file)} (${digest})`;
}

function ruleWords({ rule, reason }: DecisionRecord): string {
  if (rule === undefined)
    return reason === "policy_default_deny" ? `${NONE}: no rule allows it` : NONE;
  const { section, id, file, line } = rule as unknown as RuleReference;
  const isWhole = [section, id, file].every((part) => typeof part === "string");
  if (!isWhole || typeof line !== "number") return value(rule);
  return shortened(
    `${ruleName({ section, id, file, line })} (${rulePlace({ section, id, file, line })})`,
    VALUE_WIDTH,
  );
}

function reasonWords({ reason, rule, uncertain }: DecisionRecord): string {
  const words = rule?.["reason"];
  const doubts = Array.isArray(uncertain) ? uncertain.map(printableValue).join(", ") : "";
  return [
    value(reason),
    ...(words === undefined ? [] : [`: ${value(words)}`]),
    ...(doubts === "" ? [] : [` (uncertain: ${shortened(doubts, VALUE_WIDTH)})`]),
  ].join("");
}

function invokedWords(decision: DecisionRecord, outcome: OutcomeRecord | undefined): string {
  const invoked = toolInvoked(decision, outcome);
  if (outcome === undefined)
    return invoked === "no" ? "no" : "unknown: it was let run, and there is no outcome here";
  if (outcome.outcome === "unknown") return "yes, and nobody saw it end";
  const error = typeof outcome.error === "object" ? { ...outcome, error: "[redacted]" } : outcome;
  return `yes, ${shortened(outcomeWords(error), VALUE_WIDTH)}`;
}
