import { personOf } from "../policy/approval-requirement.ts";
import { type ApprovalAnswer, type ApprovalRequest, stateAt } from "./request.ts";
import type { Transition } from "./transition.ts";

/** A change of a request that is there. */
export type RequestChange = Extract<
  Transition,
  { readonly type: "answer" | "cancel" | "expire" | "consume" }
>;

/** A request after a change, at a time; undefined where the change does not apply to it. */
export function nextRequest(
  request: ApprovalRequest,
  transition: RequestChange,
  now: number,
): ApprovalRequest | undefined {
  const state = stateAt(request, now);
  switch (transition.type) {
    case "answer":
      return state === "pending" ? answered(request, transition.answer) : undefined;
    case "consume":
      return state === "approved" ? { ...request, state: "consumed" } : undefined;
    case "expire":
      return state === "expired" && request.state !== "expired"
        ? { ...request, state: "expired" }
        : undefined;
    case "cancel": {
      if (state !== "pending" && state !== "approved") return undefined;
      const { by, reason } = transition;
      const words = reason === undefined ? {} : { cancelledFor: reason };
      return { ...request, state: "cancelled", cancelledBy: by, ...words };
    }
  }
}

function answered(request: ApprovalRequest, answer: ApprovalAnswer): ApprovalRequest | undefined {
  // Nobody counts twice.
  if (request.answers.some(({ by }) => personOf(by) === personOf(answer.by))) return undefined;
  const answers = [...request.answers, answer];
  const approved = isComplete(request, answers) ? "approved" : "pending";
  return { ...request, answers, state: answer.answer === "rejected" ? "rejected" : approved };
}

/** Whether as many have approved as were to, by the names they gave: whether they had to sign is judged where it counts. */
function isComplete(
  { quorum, groups = [] }: ApprovalRequest,
  answers: readonly ApprovalAnswer[],
): boolean {
  const people = answers
    .filter(({ answer }) => answer === "approved")
    .map(({ by }) => personOf(by));
  return (
    people.length >= quorum &&
    groups.every((group) => {
      const names = new Set(group.approvers.map(personOf));
      return people.filter((person) => names.has(person)).length >= group.quorum;
    })
  );
}
