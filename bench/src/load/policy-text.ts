import type { Effect, Rule } from "../decide/rule.ts";

/** Rules as the YAML that a person would write. */
export function yamlOf(rules: readonly Rule[]): string {
  const sections: readonly Effect[] = ["deny", "require_approval", "allow"];
  return sections
    .map((section) => {
      const own = rules.filter((rule) => rule.section === section);
      return `${section}:\n${own.map(ruleOf).join("")}`;
    })
    .join("");
}

function ruleOf(rule: Rule): string {
  const { resource, action, environment, contains, amountAbove, amountUpTo } = rule;
  const lines = [
    `  - capability: "${resource}.${action}"`,
    ...(environment === undefined ? [] : [`    environment: ${environment}`]),
    ...(contains === undefined ? [] : [`    contains: ${contains}`]),
    ...(amountAbove === undefined ? [] : [`    amount_gt: ${amountAbove}`]),
    ...(amountUpTo === undefined ? [] : [`    amount_lte: ${amountUpTo}`]),
  ];
  return `${lines.join("\n")}\n`;
}
