import { ActionEvent, type CapabilitySystem, type JsonObject, type Reason } from "@capfence/core";
import {
  type Admission,
  admitCall,
  gateOptions,
  isBearer,
  readToken,
  TokenError,
  type UsesOf,
  type VerifiedToken,
  verifyToken,
} from "@capfence/core/tokens";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";

/** A call that comes with a token. */
export interface TokenCall {
  readonly agent: string;
  readonly tool: string;
  readonly arguments: JsonObject;
  readonly capability?: string;
  readonly environment?: string;
  readonly proof?: string;
}

/** What the gate of a policy says of a token, before anybody has looked for it in a log. */
export type GateAnswer =
  | { readonly token: VerifiedToken & Partial<Admission>; readonly reason?: never }
  | {
      /** As decisions have it. */
      readonly reason: Reason;
      readonly message: string;
      readonly token?: never;
    };

/** Asks the gate of a policy whether it takes a token, and the call, where one is given, with it. */
export function askGate(
  text: string,
  policy: CapabilitySystem,
  call: TokenCall | undefined,
  now: number,
): GateAnswer {
  const { tokens } = policy;
  if (tokens === undefined)
    return {
      reason: "token_invalid",
      message: "the policy has no tokens:, so no token counts at its gate",
    };
  const { bearer } = tokens;
  const options = gateOptions(tokens, now);
  const event = call === undefined ? undefined : eventOf(call, policy);
  try {
    if (event !== undefined) {
      const presented = { text, ...(call?.proof === undefined ? {} : { proof: call.proof }) };
      const holds = (conditions: JsonObject, judged: ActionEvent): boolean =>
        policy.holds(conditions, judged);
      const usesOf: UsesOf = (budget, judged) => policy.usesOf(budget, judged);
      return { token: admitCall(presented, event, { ...options, bearer, holds, usesOf }) };
    }
    const token = verifyToken(readToken(text).chain, options);
    if (!bearer && isBearer(token.chain))
      throw new TokenError(
        "bearer",
        "the token is, or was, bound to no holder, and this gate takes none of these",
      );
    return { token };
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    const { reason, message } = error;
    return { reason, message };
  }
}

function eventOf(call: TokenCall, policy: CapabilitySystem): ActionEvent {
  const { agent: actor, tool: toolName, arguments: payload, environment } = call;
  const capability = call.capability ?? policy.capabilityOfTool(toolName);
  if (capability === undefined)
    throw new CommandFailure(
      EXIT.unusable,
      `the policy's tools: do not name "${toolName}"; say what it does with --capability`,
    );
  return ActionEvent.create({
    actor,
    capability,
    toolName,
    payload,
    ...(environment === undefined ? {} : { environment }),
  });
}
