import { createRequire } from "node:module";
import type { Context, EntityUidJson } from "@cedar-policy/cedar-wasm";
import type { Engine } from "./engine.ts";
import { prepareQuestions } from "./prepare-questions.ts";
import type { Effect, Request, Rule } from "../rule.ts";

type CedarModule = typeof import("@cedar-policy/cedar-wasm/nodejs");

const cedar = createRequire(import.meta.url)("@cedar-policy/cedar-wasm/nodejs") as CedarModule;
const AGENT: EntityUidJson = { type: "Agent", id: "agent" };
/** Cedar has whole numbers only, so amounts are counted in hundredths. */
const HUNDREDTHS = 100;

/** Cedar with its policies parsed before, all of them asked. */
export function loadCedar(rules: readonly Rule[]): Engine {
  preparse("all", rules);
  return { prepare: (requests) => prepareQuestions(requests, (request) => ask("all", request)) };
}

/** Cedar with a policy set for each resource, of which the host picks one: what its documentation calls slicing. */
export function loadSlicedCedar(rules: readonly Rule[]): Engine {
  const slices = new Map<string, Rule[]>();
  for (const rule of rules) slices.set(rule.resource, [...(slices.get(rule.resource) ?? []), rule]);
  for (const [resource, slice] of slices) preparse(`slice ${resource}`, slice);
  const decide = (request: Request): Effect =>
    slices.has(request.resource) ? ask(`slice ${request.resource}`, request) : "deny";
  return { prepare: (requests) => prepareQuestions(requests, decide) };
}

function preparse(name: string, rules: readonly Rule[]): void {
  const staticPolicies = Object.fromEntries(
    rules.map((rule, index) => [`${rule.section} ${index}`, policyOf(rule)]),
  );
  const answer = cedar.preparsePolicySet(name, { staticPolicies });
  if (answer.type === "failure")
    throw new Error(answer.errors.map((one) => one.message).join("; "));
}

function policyOf(rule: Rule): string {
  const { resource, action, environment, contains, amountAbove, amountUpTo } = rule;
  const when = [
    environment === undefined ? [] : [`context.environment == ${JSON.stringify(environment)}`],
    contains === undefined ? [] : [`context has command && context.command like "*${contains}*"`],
    amountAbove === undefined
      ? []
      : [`context has amount && context.amount > ${amountAbove * HUNDREDTHS}`],
    amountUpTo === undefined
      ? []
      : [
          `context has amount && context.amount >= 0 && context.amount <= ${amountUpTo * HUNDREDTHS}`,
        ],
  ].flat();
  const head = [
    "principal",
    action === "*" ? "action" : `action == Action::${JSON.stringify(action)}`,
    `resource == Service::${JSON.stringify(resource)}`,
  ];
  const body = when.length === 0 ? "" : ` when { ${when.join(" && ")} }`;
  return `${rule.section === "deny" ? "forbid" : "permit"}(${head.join(", ")})${body};`;
}

/** Forbids win in Cedar; among permits, the names of those that hold tell whether one asks for approval. */
function ask(name: string, { resource, action, environment, payload }: Request): Effect {
  const answer = cedar.statefulIsAuthorized({
    preparsedPolicySetId: name,
    principal: AGENT,
    action: { type: "Action", id: action },
    resource: { type: "Service", id: resource },
    context: contextOf(environment, payload),
    entities: [],
  });
  if (answer.type === "failure" || answer.response.decision === "deny") return "deny";
  const { reason } = answer.response.diagnostics;
  return reason.some((id) => id.startsWith("require_approval")) ? "require_approval" : "allow";
}

function contextOf(environment: string, { command, amount }: Request["payload"]): Context {
  return {
    environment,
    ...(typeof command === "string" ? { command: command.toLowerCase() } : {}),
    ...(typeof amount === "number" ? { amount: Math.round(amount * HUNDREDTHS) } : {}),
  };
}
