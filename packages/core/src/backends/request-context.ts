import type { ActionEvent } from "../action/event.ts";
import { trustRank } from "../action/trust.ts";
import type { JsonObject } from "../encoding/json.ts";

/** What the host asserts of an event, by the names that policies use; facts that are missing are left out. */
export function requestContext({ actor, environment, context, alias }: ActionEvent): JsonObject {
  const facts: Readonly<Record<string, string | number | undefined>> = {
    actor,
    environment,
    alias,
    session: context.sessionId,
    tool_name: context.toolName,
    framework: context.framework,
    user_role: context.userRole,
    tenant: context.tenant,
    risk_level: context.risk,
    caller_depth: context.callerDepth,
    trust: trustRank(context.trust),
    token_issuer: context.tokenIssuer,
  };
  return Object.fromEntries(
    Object.entries(facts).filter(
      (fact): fact is [string, string | number] => fact[1] !== undefined,
    ),
  );
}
