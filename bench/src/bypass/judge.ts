import { ActionEvent, CapabilitySystem, type JsonObject, parseJson } from "@capfence/core";
import type { BypassCase } from "./case.ts";

/** What became of a case. */
export interface Verdict {
  readonly bypass: BypassCase;
  readonly allowed: boolean;
  readonly correct: boolean;
  /** The decision's reason, or the first line of the error that refused the call. */
  readonly outcome: string;
}

/** Event facts by the names that policies give them. */
const FACTS: ReadonlyMap<string, string> = new Map([
  ["actor", "actor"],
  ["environment", "environment"],
  ["tenant", "tenant"],
  ["framework", "framework"],
  ["user_role", "userRole"],
  ["session", "sessionId"],
  ["tool_name", "toolName"],
  ["risk_level", "risk"],
  ["caller_depth", "callerDepth"],
  ["trust", "trust"],
]);

/** Has CapFence decide a case. Whatever throws, in reading or deciding, is not allowed. */
export async function judge(bypass: BypassCase): Promise<Verdict> {
  const verdict = (allowed: boolean, outcome: string): Verdict => ({
    bypass,
    allowed,
    correct: allowed === bypass.mustAllow,
    outcome,
  });
  try {
    const policy = JSON.stringify(bypass.policy);
    const system = new CapabilitySystem().loadPolicyText(policy, bypass.id);
    await system.ready();
    const { effect, reason } = system.decide(
      ActionEvent.create({
        actor: "agent",
        ...factsOf(bypass.context),
        capability: bypass.capability,
        payload: parseJson(bypass.payloadText) as JsonObject,
      }),
    );
    return verdict(effect === "allow", reason);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return verdict(false, message.split("\n")[0] ?? "");
  }
}

function factsOf(context: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(context).map(([key, value]) => {
      const fact = FACTS.get(key);
      if (fact === undefined) throw new Error(`no event carries the fact "${key}"`);
      return [fact, value];
    }),
  );
}
