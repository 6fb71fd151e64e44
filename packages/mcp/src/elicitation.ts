import type { NativeAnswer, PendingApproval } from "@capfence/core/adapter";
import { isMessage } from "./messages.ts";
import type { McpServerContext } from "./options.ts";

/** What a client's user is asked. */
export interface Elicitation {
  readonly mode: "form";
  readonly message: string;
  readonly requestedSchema: object;
}

const FORM = {
  type: "object",
  properties: {
    approve: { type: "boolean", title: "Approve this call" },
    note: { type: "string", title: "A note" },
  },
  required: ["approve"],
} as const;

/** The question whether a call may run. */
export function questionOf({
  tool,
  payload,
  approvalId,
  explanation,
}: PendingApproval): Elicitation {
  const why = explanation === undefined ? "" : `\n${explanation}`;
  const message = `Approve ${JSON.stringify(tool)}? (${approvalId})${why}\n${JSON.stringify(payload, undefined, 2)}`;
  return { mode: "form", message, requestedSchema: FORM };
}

/** What a user has answered; undefined if they have dismissed the question, or their client has made something up. */
export function answerOf(response: unknown): NativeAnswer | undefined {
  if (!isMessage(response)) return undefined;
  const { action, content } = response;
  if (action === "decline") return { approved: false };
  if (action !== "accept" || !isMessage(content)) return undefined;
  const { approve, note } = content;
  if (typeof approve !== "boolean") return undefined;
  return { approved: approve, ...(typeof note === "string" ? { note } : {}) };
}

/** Whether the client can put a form before its user: as it has said with the request, else when it connected. */
export function canElicit(context: McpServerContext, connected: unknown): boolean {
  const declared = context.mcpReq?.envelope?.["io.modelcontextprotocol/clientCapabilities"];
  const capabilities = declared ?? connected;
  const elicitation = isMessage(capabilities) ? capabilities["elicitation"] : undefined;
  if (!isMessage(elicitation)) return false;
  // A client that says nothing of modes has forms.
  return elicitation["form"] !== undefined || elicitation["url"] === undefined;
}
