import { type ApprovalRequest, stateAt } from "@capfence/core";
import { printableJson, printableValue } from "../printable.ts";
import { alignColumns } from "../table.ts";
import { showTime } from "../timestamp.ts";

/** Everything an approver must know of a request, one fact a line. */
export function describeRequest(request: ApprovalRequest, now: number): string {
  const { rule, reason } = request;
  const askedBy = [rule, reason].filter((words) => words !== undefined).join(": ");
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["request", `${printableValue(request.id)} (${stateOf(request, now)})`],
    ["agent_id", request.actor],
    ["capability", request.capability],
    ["environment", request.environment],
    ...Object.entries(request.context).map(
      ([name, value]) => [name, typeof value === "string" ? value : printableJson(value)] as const,
    ),
    ["asked by", askedBy === "" ? undefined : askedBy],
    ["made", showMoment(request.createdAt)],
    ["expires", showMoment(request.expiresAt)],
    ["payload", printableJson(request.payload)],
  ];
  const known = facts.filter(([, value]) => value !== undefined);
  return alignColumns(known.map(([name, value]) => [name, printableValue(value)]));
}

/** Where a request stands now, and for an answered one who said what. */
export function stateOf(request: ApprovalRequest, now: number): string {
  const state = stateAt(request, now);
  if (state === "expired") return `expired at ${showMoment(request.expiresAt)}`;
  if (request.resolvedBy === undefined) return state;
  const note = request.note === undefined ? "" : `: ${printableValue(request.note)}`;
  const answer = state === "consumed" ? "used up, approved" : state;
  return `${answer} by ${printableValue(request.resolvedBy)}${note}`;
}

function showMoment(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? printableValue(time) : showTime(date.toISOString());
}
