import { stringify } from "yaml";
import { formatYaml } from "../format/format-yaml.ts";
import type { CarriedPolicy, CarriedRule } from "./carry-over.ts";

const HEAD = `# Imported. Whatever no rule lets through is denied. Behind a gateway with several servers, tools are called
# NAME__tool; write them so under tools:.

`;

const TOKENS = `# Every call needs a capability token by one of these issuers.
tokens:
  # Adapt: this key is nobody's, so no token is good yet. Make your own, and write its public key here:
  #   capfence approvers add issuer --key issuer.key
  issuers: `;

/** The text of a policy that was carried over, with the public key of who issues its tokens. */
export function importedText({ rules, longest }: CarriedPolicy, issuer: string): string {
  const of = (section: CarriedRule["section"]): readonly CarriedRule[] =>
    rules.filter((rule) => rule.section === section);
  const asked = Map.groupBy(of("require_approval"), ({ word, isKnown }) =>
    isKnown ? word : "other",
  );
  const sections = {
    ...(rules.length > 0 && {
      tools: new Map(rules.map(({ tool, capability }) => [tool, capability])),
    }),
    ...(asked.size > 0 && {
      require_approval: Array.from(asked, ([id, some]) => ({
        id,
        capability: capabilities(some),
        reason: "a person looks at each call",
      })),
    }),
    allow:
      of("allow").length === 0
        ? []
        : [{ id: "read-only", capability: capabilities(of("allow")), requires_token: true }],
  };
  const text = `${HEAD}version: 1
name: imported
${TOKENS}${issuer}
  # Adapt: what this gate is called. Tokens for it are made with --audience.
  audience: imported-gate
  required: true
${longest === undefined ? "" : `  # The least of what the rules had, as it counts for all tokens.\n  longest: ${longest}\n`}
${stringify(sections, { version: "1.2", lineWidth: 0 })}`;
  return formatYaml(text, { modeline: false });
}

function capabilities(rules: readonly CarriedRule[]): readonly string[] {
  return rules.map(({ capability }) => capability);
}
