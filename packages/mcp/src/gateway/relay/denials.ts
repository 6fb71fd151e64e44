import { type AgentActionBlocked, denialMessage, type Json, type Reason } from "@capfence/core";
import type { Answer } from "../wire/message.ts";

/** The member of `_meta` in which a denial stands for programs. */
export const DECISION = "dev.capfence/decision";

/** The code of a call that was not authorised: outside of what JSON-RPC and MCP reserve. */
const BLOCKED = 403;

/** What is said over HTTP of a call that is blocked for its capability token (RFC 6750, 3.1). */
const UNAUTHORIZED: Partial<Record<Reason, NonNullable<Answer["unauthorized"]>>> = {
  token_required: { status: 401, challenge: "Bearer" },
  token_invalid: { status: 401, challenge: 'Bearer error="invalid_token"' },
  token_expired: { status: 401, challenge: 'Bearer error="invalid_token"' },
  token_revoked: { status: 401, challenge: 'Bearer error="invalid_token"' },
  token_replayed: { status: 401, challenge: 'Bearer error="invalid_token"' },
  token_scope: { status: 403, challenge: 'Bearer error="insufficient_scope"' },
  token_exhausted: { status: 403, challenge: 'Bearer error="insufficient_scope"' },
};

/** A blocked call as the result of its tool, in words that models understand whatever their framework keeps of it. */
export function deniedResult(blocked: AgentActionBlocked): Answer {
  return {
    result: {
      content: [{ type: "text", text: wordsOf(blocked) }],
      isError: true,
      _meta: { [DECISION]: decisionOf(blocked) },
    },
    ...unauthorized(blocked),
  };
}

/** A blocked request as an error. */
export function deniedError(blocked: AgentActionBlocked): Answer {
  return {
    error: { code: BLOCKED, message: wordsOf(blocked), data: { [DECISION]: decisionOf(blocked) } },
    ...unauthorized(blocked),
  };
}

function unauthorized({ reason }: AgentActionBlocked): Pick<Answer, "unauthorized"> {
  const said = UNAUTHORIZED[reason];
  return said === undefined ? {} : { unauthorized: said };
}

function decisionOf(blocked: AgentActionBlocked): Json {
  return JSON.parse(denialMessage(blocked)) as Json;
}

function wordsOf(blocked: AgentActionBlocked): string {
  const { reason, approvalId } = blocked;
  const { explanation } = decisionOf(blocked) as { readonly explanation?: string };
  const why = explanation === undefined ? "" : `: ${explanation}`;
  if (reason === "approval_required" && approvalId !== undefined)
    return (
      `Denied for now${why}. A human has to approve this call first (request ${approvalId}, ` +
      `"capfence approve ${approvalId}"). Nothing was run. Repeat the very same call once it is approved.`
    );
  return `Denied by policy (${reason})${why}. Nothing was run. Do not retry it unchanged.`;
}
