import type { ActionEvent } from "../action/event.ts";
import type { JsonObject } from "../encoding/json.ts";
import { capabilityMatcher } from "../policy/capability-pattern.ts";
import type { Narrowing } from "./block.ts";
import type { VerifiedToken } from "./verify-token.ts";
import { blocksOf } from "./chain.ts";

/** Whether conditions of the policy language surely hold for a call. */
export type Holds = (conditions: JsonObject, event: ActionEvent) => boolean;

/** What of a token a call is not within. */
export type ScopeFault = "actor" | "tools" | "capabilities" | "conditions";

/** The first part of a token that a call is not within; undefined for a call that is within all of it. */
export function outOfScope(
  { chain, actors }: VerifiedToken,
  event: ActionEvent,
  holds: Holds,
): ScopeFault | undefined {
  const actor = actors.at(-1);
  if (actor !== undefined && actor !== event.actor) return "actor";
  for (const block of blocksOf(chain)) {
    const fault = outOfBlock(block, event, holds);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function outOfBlock(
  { tools, capabilities, conditions }: Narrowing,
  event: ActionEvent,
  holds: Holds,
): ScopeFault | undefined {
  const { toolName } = event.context;
  if (tools !== undefined && (toolName === undefined || !tools.includes(toolName))) return "tools";
  if (capabilities?.some((one) => capabilityMatcher(one)?.(event.capability)) === false)
    return "capabilities";
  return conditions === undefined || holds(conditions, event) ? undefined : "conditions";
}
