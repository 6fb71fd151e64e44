import type { digestJson } from "../../encoding/sha256.ts";
import { requirementMeaning } from "../approval-requirement.ts";
import { tokensMeaning } from "../token-settings.ts";
import { DEFAULT_APPROVAL_TIMEOUT, type PolicyDocument } from "../document/document.ts";

/** What a policy means, as its digest covers it: without comments, places and words for people. */
export function meaningOf(document: PolicyDocument): Parameters<typeof digestJson>[0] {
  return {
    rules: document.rules.map((rule) => rule.meaning),
    riskLevels: Object.fromEntries(
      [...document.riskLevels].map(([name, level]) => [name, level.action]),
    ),
    tools: Object.fromEntries([...document.tools].map(([name, tool]) => [name, tool.capability])),
    fields: document.fields.map(({ pattern, fields }) => ({
      pattern: pattern.join("."),
      fields: { ...fields },
    })),
    environments: document.environments,
    mode: document.mode,
    approvalTimeoutSeconds: document.approvalTimeoutSeconds ?? DEFAULT_APPROVAL_TIMEOUT,
    // These are left out where there are none, so that policies without them keep the digest that logs know them by.
    ...(document.approvals.length === 0
      ? {}
      : { approvals: document.approvals.map(requirementMeaning) }),
    ...(document.tokens === undefined ? {} : { tokens: tokensMeaning(document.tokens) }),
  };
}
