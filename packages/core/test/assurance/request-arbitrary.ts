import * as fc from "fast-check";
import { patternsOf, type PolicyData } from "../reference/policy.ts";
import type { RequestData } from "../reference/request.ts";
import { askings, capabilities } from "./capability-arbitrary.ts";
import { payloads } from "./payload-arbitrary.ts";

const facts = fc.record(
  {
    environment: fc.constantFrom("production", "production", "staging", "Production", "qa", "prod"),
    userRole: fc.constantFrom("clerk", "admin", "admiral"),
    tenant: fc.constantFrom("acme", "globex"),
    sessionId: fc.constantFrom("s1", "t1"),
    toolName: fc.constantFrom("send", "send_mail"),
    framework: fc.constantFrom("langchain", "mcp"),
    risk: fc.constantFrom("low", "high", "High", "other"),
    callerDepth: fc.nat(4),
    tokenIssuer: fc.constantFrom("desk", "desk-1"),
  },
  { requiredKeys: [], noNullPrototype: true },
);

/** A request that depends on the policy it will meet. */
export type RequestTo = (policy: PolicyData) => RequestData;

/** Requests that mostly ask for what some rule of the policy names. */
export const requests: fc.Arbitrary<RequestTo> = fc
  .record({
    actor: fc.constantFrom("agent", "agent-7", "bob"),
    facts,
    payload: payloads,
    asking: askings,
    elsewhere: capabilities,
    choice: fc.nat(19),
  })
  .map(({ actor, facts: given, payload, asking, elsewhere, choice }) => (policy) => {
    const named = [policy.allow, policy.allow, policy.warn, policy.require_approval, policy.deny]
      .flatMap((rules) => rules ?? [])
      .flatMap(patternsOf);
    const near = choice === 0 ? elsewhere : (named[choice % named.length] ?? elsewhere);
    return { actor, ...given, ...asking(near), payload };
  });
