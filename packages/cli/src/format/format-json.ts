import { byOrder, POLICY_ORDER, RULE_ORDER, RULE_SECTIONS } from "./key-order.ts";

/** A policy written in JSON, two spaces deep, with its keys in order. */
export function formatJson(text: string): string {
  const policy: unknown = JSON.parse(text);
  const ordered = isObject(policy)
    ? sorted(policy, POLICY_ORDER, (key, value) =>
        RULE_SECTIONS.includes(key) && Array.isArray(value) ? value.map(formatRule) : value,
      )
    : policy;
  return `${JSON.stringify(ordered, undefined, 2)}\n`;
}

function formatRule(rule: unknown): unknown {
  return isObject(rule) ? sorted(rule, RULE_ORDER, (_key, value) => value) : rule;
}

function sorted(
  object: object,
  order: readonly string[],
  format: (key: string, value: unknown) => unknown,
): object {
  const compare = byOrder(order);
  return Object.fromEntries(
    Object.entries(object)
      .toSorted(([one], [other]) => compare(one, other))
      .map(([key, value]) => [key, format(key, value)]),
  );
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
