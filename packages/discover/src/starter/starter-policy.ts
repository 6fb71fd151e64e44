import { CapabilitySystem, ConfigurationError, PolicyLoadError } from "@capfence/core";
import { Document, isMap, isScalar, isSeq, type Node } from "yaml";
import type { DiscoveryReport } from "../report/report.ts";
import { GROUPS } from "./groups.ts";
import { headComment } from "./head-comment.ts";
import { moneyBoundOf } from "./money-bound.ts";
import { type StarterTool, toolsOf } from "./starter-tools.ts";
import { upstreamsOf } from "./upstreams.ts";

/** A rule of the policy, and what is said above it. */
interface WrittenRule {
  readonly comment?: string;
  readonly rule: object;
}

/** How many times the most of one call may be spent in a day. */
const CALLS_A_DAY = 10;

/**
 * A policy, as YAML, for the MCP gateway in front of all servers that were listed: what only reads and has no finding
 * is allowed, what changes something is asked about, what runs code or deceives is denied, and so is all else. Throws
 * `ConfigurationError` for tools that are too many for one policy.
 */
export function starterPolicy(report: DiscoveryReport): string {
  const upstreams = toolsOf(upstreamsOf(report));
  const tools = upstreams.flatMap((one) => one.tools);
  const bounds = tools.filter(({ treatment }) => treatment === "money").map(boundsOf);
  const fields = bounds.flatMap(({ field }) => (field === undefined ? [] : [field]));
  const rulesOf = (section: "deny" | "require_approval" | "allow"): readonly WrittenRule[] =>
    GROUPS.filter((group) => group.section === section).flatMap((group) => {
      const capability = tools
        .filter(({ treatment }) => treatment === group.treatment)
        .map((tool) => tool.capability);
      const { id, reason, comment } = group;
      return capability.length === 0 ? [] : [{ comment, rule: { id, capability, reason } }];
    });
  const deny = [...rulesOf("deny"), ...bounds.flatMap(({ rules }) => rules)];
  const sections = { deny, require_approval: rulesOf("require_approval"), allow: rulesOf("allow") };
  const text = written(headComment(report, upstreams), sections, {
    version: 1,
    name: "starter",
    ...(tools.length === 0
      ? {}
      : { tools: new Map(tools.map(({ shown, capability }) => [shown, capability])) }),
    ...(fields.length === 0 ? {} : { fields: Object.fromEntries(fields) }),
    ...Object.fromEntries(
      Object.entries(sections)
        .filter(([name, rules]) => rules.length > 0 || (name === "allow" && tools.length === 0))
        .map(([name, rules]) => [name, rules.map(({ rule }) => rule)]),
    ),
  });
  requireSound(text, tools.length);
  return text;
}

/** Nobody gets a policy that does not load, as one with too many tools would not. */
function requireSound(text: string, count: number): void {
  try {
    new CapabilitySystem().loadPolicyText(text);
  } catch (cause) {
    if (!(cause instanceof PolicyLoadError)) throw cause;
    throw new ConfigurationError(
      `no policy can be made for ${count} tools; discover fewer servers at once: ${cause.message}`,
      { cause },
    );
  }
}

/** The rules that bound what a tool may move, and where its amounts are if that has to be said. */
function boundsOf({ capability, tool }: StarterTool): {
  readonly rules: readonly WrittenRule[];
  readonly field?: readonly [string, object];
} {
  const bound = moneyBoundOf(tool.parameters);
  if (bound === undefined) return { rules: [] };
  const { most, isFromSchema, pointers } = bound;
  const comment = isFromSchema
    ? "Adapt: the most that its schema takes, and ten times that a day, of everybody together."
    : "Adapt: its schema has no maximum. So much for one call, and so much a day, of everybody together.";
  const perDay = { amount: Number((most * CALLS_A_DAY).toPrecision(12)), per: "24h", by: [] };
  return {
    rules: [
      {
        comment,
        rule: {
          id: `${capability} call`,
          capability,
          amount_gt: most,
          reason: "too much for one call",
        },
      },
      {
        rule: {
          id: `${capability} day`,
          capability,
          max_total: perDay,
          reason: "too much for one day",
        },
      },
    ],
    ...(pointers === undefined ? {} : { field: [capability, { amount: pointers }] as const }),
  };
}

/** The text as `capfence policy fmt` writes it. */
function written(
  head: string,
  sections: Readonly<Record<string, readonly WrittenRule[]>>,
  policy: object,
): string {
  const document = new Document(policy, { version: "1.2" });
  document.commentBefore = head;
  const root = document.contents;
  for (const { key, value } of isMap(root) ? root.items : []) {
    if (!isScalar(key) || !(isMap(value) || isSeq(value)) || value.items.length === 0) continue;
    key.spaceBefore = true;
    const rules = sections[String(key.value)];
    if (rules === undefined || !isSeq(value)) continue;
    for (const [index, rule] of value.items.entries())
      setComment(rule as Node, rules[index]?.comment);
  }
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function setComment(node: Node, text: string | undefined): void {
  if (text !== undefined) node.commentBefore = ` ${text}`;
}
