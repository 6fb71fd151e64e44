import type { Json, JsonObject } from "../../src/encoding/json.ts";
import { argumentsTruth } from "./argument-conditions.ts";
import { contextTruth } from "./context-conditions.ts";
import { covers, isConcrete } from "./coverage.ts";
import { limitTruth } from "./limit-conditions.ts";
import {
  amountTruth,
  currencyTruth,
  onlyTruth,
  type Reading,
  containsTruth,
  regexTruth,
  valuesAt,
} from "./payload-conditions.ts";
import {
  conditionsOf,
  patternsOf,
  type PolicyData,
  type RuleData,
  type Section,
  textsOf,
} from "./policy.ts";
import { aliasOf, capabilityOf, type RequestData } from "./request.ts";
import { and, or, type Truth } from "./truth.ts";

/** What the reference says of a request. */
export interface Verdict {
  readonly effect: "allow" | "deny" | "require_approval";
  readonly reason: "policy_allow" | "policy_deny" | "policy_default_deny" | "approval_required";
  readonly warn: boolean;
  /** Where the decision was made, and the id of the rule; undefined for a default deny. */
  readonly section: Section | "risk_levels" | undefined;
  readonly rule: string | undefined;
}

function conditionTruth(
  [key, value]: readonly [string, Json],
  reading: Reading,
  request: RequestData,
  policy: PolicyData,
): Truth {
  const context = contextTruth(key, value, request, policy);
  if (context !== undefined) return context;
  if (key === "contains" || key === "match_keywords") return containsTruth(textsOf(value), reading);
  if (key === "match_regex") return regexTruth(textsOf(value), reading);
  if (key.startsWith("amount_"))
    return amountTruth(key.slice("amount_".length), value as number | string, reading);
  if (key === "currency") return currencyTruth(textsOf(value), reading);
  if (key === "args") return argumentsTruth(value as JsonObject, request.payload, reading.absent);
  if (key === "max_calls" || key === "max_total")
    return limitTruth(key, value as JsonObject, request, reading);
  if (key === "only_args") return onlyTruth(value, request.payload);
  throw new Error(`the reference evaluator does not know "${key}"`);
}

/** What became of a rule: some capability it names covers the request, and every condition holds. */
function ruleTruth(
  rule: RuleData,
  section: Section,
  request: RequestData,
  policy: PolicyData,
): Truth {
  const restricts = section === "deny" || section === "require_approval";
  const capability = capabilityOf(request);
  const alias = restricts ? aliasOf(request) : undefined;
  const [, fields] =
    Object.entries(policy.fields ?? {}).find(([name]) => covers(name, capability) === "true") ?? [];
  return or(
    patternsOf(rule).map((pattern) => {
      const spellings = [capability, ...(alias === undefined ? [] : [alias])];
      const reading: Reading = {
        restricts,
        payload: request.payload,
        absent: isConcrete(pattern) ? "uncertain" : "false",
        declared: (name) =>
          fields?.[name] === undefined
            ? undefined
            : valuesAt(request.payload, textsOf(fields[name])),
      };
      return and([
        or(spellings.map((spelling) => covers(pattern, spelling))),
        ...conditionsOf(rule).map((one) => conditionTruth(one, reading, request, policy)),
      ]);
    }),
  );
}

/** Decides a request by the policy language's page, slowly. */
export function decideByReference(policy: PolicyData, request: RequestData): Verdict {
  const first = (section: Section, wanted: Truth): string | undefined => {
    const rules = policy[section] ?? [];
    const at = rules.findIndex((rule) => ruleTruth(rule, section, request, policy) === wanted);
    const rule = rules[at];
    if (rule === undefined) return undefined;
    const id = typeof rule === "string" ? undefined : (rule["id"] as string | undefined);
    return id ?? `${section}[${at}]`;
  };
  const say = (
    [effect, reason]: readonly [Verdict["effect"], Verdict["reason"]],
    section: Verdict["section"],
    rule: string | undefined,
    warn = false,
  ): Verdict => ({ effect, reason, warn, section, rule });
  const denied = ["deny", "policy_deny"] as const;
  const asked = ["require_approval", "approval_required"] as const;

  const deny = first("deny", "true") ?? first("deny", "uncertain");
  if (deny !== undefined) return say(denied, "deny", deny);
  const approval = first("require_approval", "true");
  if (approval !== undefined) return say(asked, "require_approval", approval);
  const risk = request.risk?.toLowerCase() ?? "";
  const level = Object.entries(policy.risk_levels ?? {}).find(
    ([name]) => name.toLowerCase() === risk,
  )?.[1].action;
  if (level === "deny" || level === "block")
    return say(denied, "risk_levels", `risk_levels.${risk}`);
  if (level === "require_approval") return say(asked, "risk_levels", `risk_levels.${risk}`);
  const [allow, warn] = [first("allow", "true"), first("warn", "true")];
  if (allow === undefined && warn === undefined)
    return say(["deny", "policy_default_deny"], undefined, undefined);
  const doubtful = first("require_approval", "uncertain");
  if (doubtful !== undefined) return say(asked, "require_approval", doubtful);
  const mark = warn ?? first("warn", "uncertain");
  const marked = mark !== undefined || level === "warn";
  const section = allow === undefined ? "warn" : "allow";
  return say(["allow", "policy_allow"], section, allow ?? warn, marked);
}
