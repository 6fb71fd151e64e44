import { type AgentActionBlocked, denialMessage } from "@capfence/core";

/** The JSON-RPC error code of a call that was not authorised. */
const BLOCKED = -32_003;

/** MCP's own denial: a tool result that says it is an error, which models read and no output schema is applied to. */
export function deniedResult(blocked: AgentActionBlocked): object {
  return {
    isError: true,
    content: [{ type: "text", text: denialMessage(blocked) }],
    _meta: { capfence: denialOf(blocked) },
  };
}

/** A block as the error that SDKs answer a request with; the block itself is its `cause`. */
export function deniedError(blocked: AgentActionBlocked): Error & RpcError {
  const data = { capfence: denialOf(blocked) };
  const { reason, explanation } = data.capfence;
  // Old clients drop `data`, so the message has to do; the block's own would tell strangers of the policy.
  const words = explanation === undefined ? "" : `: ${explanation}`;
  const error = new Error(`Blocked: ${reason}${words}`, { cause: blocked });
  return Object.assign(error, { code: BLOCKED, data });
}

/** A JSON-RPC error. */
export interface RpcError {
  readonly code: number;
  readonly message: string;
  readonly data?: object;
}

function denialOf(blocked: AgentActionBlocked): { reason: string; explanation?: string } {
  return JSON.parse(denialMessage(blocked)) as { reason: string; explanation?: string };
}
