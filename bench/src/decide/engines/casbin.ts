import { newEnforcer, newModelFromString } from "casbin";
import type { Engine } from "./engine.ts";
import { holdsFor } from "../reference.ts";
import type { Effect, Request, Rule } from "../rule.ts";

const MODEL = `
[request_definition]
r = resource, action, environment, payload

[policy_definition]
p = resource, action, environment, rule, section, eft

[policy_effect]
e = priority(p.eft) || deny

[matchers]
m = r.resource == p.resource && (p.action == '*' || r.action == p.action) && \
(p.environment == '*' || r.environment == p.environment) && holds(r.payload, p.rule)
`;
/** The first rule that matches decides, so the strictest come first. */
const STRICTEST_FIRST: readonly Effect[] = ["deny", "require_approval", "allow"];
const SECTION_COLUMN = 4;

/**
 * casbin, synchronously, cheap comparisons first; conditions on the payload are a registered function, which
 * spares casbin from parsing an expression for each rule. The rule that it explains an answer with tells the section.
 */
export async function loadCasbin(rules: readonly Rule[]): Promise<Engine> {
  const enforcer = await newEnforcer(newModelFromString(MODEL));
  await enforcer.addFunction("holds", (payload: Request["payload"], index: string) =>
    holdsFor(rules[Number(index)] as Rule, payload),
  );
  const rows = STRICTEST_FIRST.flatMap((section) =>
    [...rules.entries()].filter(([, rule]) => rule.section === section).map(rowOf),
  );
  await enforcer.addPolicies(rows);
  const decide = ({ resource, action, environment, payload }: Request): Effect => {
    const [, row] = enforcer.enforceExSync(resource, action, environment, payload);
    return row.length === 0 ? "deny" : (row[SECTION_COLUMN] as Effect);
  };
  return {
    prepare: (requests) => ({
      answer: (index) => decide(requests[index] as Request),
      askAll: () => {
        let allowed = 0;
        for (const request of requests) if (decide(request) === "allow") allowed += 1;
        return allowed;
      },
    }),
  };
}

function rowOf([index, rule]: readonly [number, Rule]): string[] {
  const { resource, action, environment = "*", section } = rule;
  const effect = section === "allow" ? "allow" : "deny";
  return [resource, action, environment, String(index), section, effect];
}
