import { type ApprovalRequest, toolOf } from "@capfence/core";
import { proposeEnvelope } from "../approvals/envelope.ts";
import { ruleText } from "../grants/rule-text.ts";
import type { ReadableEnvelope } from "./inbox-answers.ts";

/** The proposed envelope of a request, with its rule as a person reads it; undefined where not all of the call can be compared. */
export function ruleEnvelope(request: ApprovalRequest): ReadableEnvelope | undefined {
  const { conditions, open } = proposeEnvelope(request) ?? {};
  if (conditions === undefined || open === undefined || open.length > 0) return undefined;
  const { actor, capability, environment = "*" } = request;
  const text = ruleText({ actor, capability, environment, ...toolOf(request), conditions });
  return { conditions, lines: text.split("\n").map((line) => line.slice(2)) };
}
