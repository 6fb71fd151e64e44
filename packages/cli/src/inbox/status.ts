import type { ApprovalRequest } from "@capfence/core";
import { screenText } from "./screen-text.ts";
import { timeLeft } from "./time-left.ts";

/** What changes while a request is shown: the time left, and who has approved so far. */
export function statusOf(request: ApprovalRequest, now: number): string {
  const { answers, approvers, quorum, expiresAt } = request;
  const names = answers.filter(({ answer }) => answer === "approved").map(({ by }) => by);
  const so = names.length === 0 ? "" : ` (${names.join(", ")})`;
  const count = `${names.length} of ${quorum} ${quorum === 1 ? "approval" : "approvals"}${so}`;
  const who = approvers === undefined ? "" : `, for ${approvers.join(", ") || "nobody"}`;
  return screenText(`${timeLeft(expiresAt - now)} left, ${count}${who}`);
}
