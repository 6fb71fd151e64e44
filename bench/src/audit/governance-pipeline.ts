import { AuditLogger } from "@microsoft/agent-governance-sdk";
import {
  contextOf,
  type GovernanceContext,
  governancePolicy,
} from "../decide/engines/governance-toolkit.ts";
import type { Workload } from "../decide/rule.ts";
import type { WaitingContender } from "./in-turns.ts";

/**
 * Microsoft's governance toolkit: evaluates a policy and appends to its log, in memory and unsigned.
 *
 * By default its log keeps 10,000 entries, and copies them all for every one that it forgets. `unlimited` gives it a
 * new log for each run instead, without a limit, which no program could afford and which favours it.
 */
export function governancePipeline(
  { rules, requests }: Workload,
  decisions: number,
  { unlimited }: { readonly unlimited: boolean },
): WaitingContender {
  const decide = governancePolicy(rules);
  const questions = requests.map((request) => ({
    action: `${request.resource}.${request.action}`,
    context: contextOf(request, rules),
  }));
  const newLog = (): AuditLogger =>
    new AuditLogger(unlimited ? { maxEntries: Number.MAX_SAFE_INTEGER } : {});
  let log = newLog();
  return {
    before: () => {
      if (unlimited) log = newLog();
      return Promise.resolve();
    },
    run: () => {
      for (let asked = 0; asked < decisions; asked += 1) {
        const { action, context } = questions[asked % questions.length] as Question;
        const answer = decide(context);
        // Its log knows a third answer only under another name.
        const decision = answer === "require_approval" ? "review" : answer;
        log.log({ agentId: "did:agent", action, decision });
      }
      return Promise.resolve(decisions);
    },
  };
}

interface Question {
  readonly action: string;
  readonly context: GovernanceContext;
}
