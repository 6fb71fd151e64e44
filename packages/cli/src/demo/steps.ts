import { type ApprovalRequest, lastAnswer, requestIn } from "@capfence/core";
import type { SqliteStorage } from "@capfence/core/sqlite";
import { answerRequest } from "../approvals/answer-request.ts";
import type { Terminal } from "../terminal.ts";
import type { Attempt, ScriptedCall } from "./agent.ts";
import { QuietTerminal } from "./quiet-terminal.ts";
import type { Scene } from "./scene.ts";

/** One call of the demo, and how it is judged whether the call went as it must. */
export interface Step {
  readonly call: ScriptedCall;
  /** What a human does before the agent makes the call. */
  readonly before?: () => Promise<void>;
  /** What is found in the scene after the call, for people. */
  readonly found: (attempt: Attempt) => string;
  readonly claim: string;
  readonly holds: (attempt: Attempt) => boolean;
}

/** The calls of the demo in order: an allowed one, a denied one, and one that needs a human's yes each time. */
export function makeSteps(
  scene: Scene,
  storage: SqliteStorage,
  terminal: Terminal,
): readonly Step[] {
  const files = scene.reports.length;
  const request = (): ApprovalRequest | undefined => {
    const [first] = storage.all("request");
    return first && requestIn(first);
  };
  const ledger = (): string => `the ledger holds ${counted(scene.payments.length, "payment")}`;
  const approve = async (): Promise<void> => {
    const waiting = request();
    if (waiting === undefined) return;
    await answerRequest("approve", waiting.id, { by: "operator" }, new QuietTerminal(terminal));
  };
  return [
    {
      call: { id: "call-1", name: "run_shell", args: { command: "ls" } },
      found: ({ answer }) => `printed ${answer.trim().split("\n").join(" ")}`,
      claim: "the listing runs and prints what is there",
      holds: (attempt) => ran(attempt) && attempt.answer.trim() === scene.workspaceNames.join("\n"),
    },
    {
      call: { id: "call-2", name: "run_shell", args: { command: "rm -rf reports" } },
      found: () =>
        scene.reports.length === 0
          ? "reports/ is gone"
          : `reports/ still holds ${counted(scene.reports.length, "file")}`,
      claim: "the deletion is denied and every file is still there",
      holds: (attempt) =>
        blocked(attempt, "policy_deny") && scene.reports.length === files && files > 0,
    },
    {
      call: payment("call-3"),
      found: ledger,
      claim: "the payment waits for approval",
      holds: (attempt) => blocked(attempt, "approval_required") && scene.payments.length === 0,
    },
    {
      call: payment("call-4"),
      before: approve,
      found: () => `approved by ${approver(request()) ?? "nobody"}, ${ledger()}`,
      claim: "the approved payment is made",
      holds: (attempt) =>
        ran(attempt) &&
        attempt.decision.reason === "approval_granted" &&
        scene.payments.length === 1,
    },
    {
      call: payment("call-5"),
      found: () => `approval ${request()?.state ?? "unknown"}, ${ledger()}`,
      claim: "the same payment is not made twice",
      holds: (attempt) => blocked(attempt, "approval_required") && scene.payments.length === 1,
    },
  ];
}

function approver(request: ApprovalRequest | undefined): string | undefined {
  return request && lastAnswer(request)?.by;
}

/** The same payment each time; only the id of the call differs. */
function payment(id: string): ScriptedCall {
  return { id, name: "pay", args: { amount: 5000, currency: "USD", to: "ACME" } };
}

function ran({ decision, outcome, refused }: Attempt): boolean {
  return decision.authorized && outcome?.outcome === "succeeded" && !refused;
}

/** Whether a call was refused for this reason, its tool has no outcome, and the model was told so. */
function blocked({ decision, outcome, refused, answer }: Attempt, reason: string): boolean {
  return (
    !decision.authorized &&
    decision.reason === reason &&
    outcome === undefined &&
    refused &&
    answer.includes(reason)
  );
}

const counted = (count: number, thing: string): string =>
  `${count} ${thing}${count === 1 ? "" : "s"}`;
