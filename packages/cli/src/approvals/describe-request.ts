import { type ApprovalRequest, stateAt } from "@capfence/core";
import { printable, printableJson, printableValue } from "../printable.ts";
import { alignColumns } from "../table.ts";
import { showMoment } from "../timestamp.ts";

/** Everything an approver must know of a request, one fact a line. */
export function describeRequest(request: ApprovalRequest, now: number): string {
  const { rule, reason, approvers } = request;
  const askedBy = [rule, reason].filter((one) => one !== undefined).join(": ");
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["request", `${printableValue(request.id)} (${stateOf(request, now)})`],
    ["agent_id", request.actor],
    ["capability", request.capability],
    ["environment", request.environment],
    ...Object.entries(request.context).map(
      ([name, value]) => [name, typeof value === "string" ? value : printableJson(value)] as const,
    ),
    ["asked by", askedBy === "" ? undefined : askedBy],
    ["approvers", approvers?.join(", ")],
    ["made", showMoment(request.createdAt)],
    ["expires", showMoment(request.expiresAt)],
    ["payload", printableJson(request.payload)],
  ];
  const known = facts.filter(([, value]) => value !== undefined);
  return alignColumns(known.map(([name, value]) => [printable(name), printableValue(value)]));
}

/** Where a request stands now, and for one that was answered who said what. */
export function stateOf(request: ApprovalRequest, now: number): string {
  const state = stateAt(request, now);
  switch (state) {
    case "expired":
      return `expired at ${showMoment(request.expiresAt)}`;
    case "cancelled":
      return `cancelled by ${printableValue(request.cancelledBy)}${words(request.cancelledFor)}`;
    case "pending":
      return request.quorum > 1 ? `pending, ${approvalsOf(request)}` : state;
    case "consumed":
      return `used up, approved by ${saidBy(request, "approved")}`;
    default:
      return `${state} by ${saidBy(request, state)}`;
  }
}

/** How many of those who must approve have: `1 of 2 approvals: alice`. */
export function approvalsOf(request: ApprovalRequest): string {
  const { answers, quorum } = request;
  const count = answers.filter(({ answer }) => answer === "approved").length;
  const names = count === 0 ? "" : `: ${saidBy(request, "approved")}`;
  return `${count} of ${quorum} approvals${names}`;
}

function saidBy({ answers }: ApprovalRequest, wanted: string): string {
  const said = answers.filter(({ answer }) => answer === wanted);
  return said.map(({ by, note }) => `${printableValue(by)}${words(note)}`).join(", ");
}

function words(text: string | undefined): string {
  return text === undefined ? "" : `: ${printableValue(text)}`;
}
