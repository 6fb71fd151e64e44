import { isMessage } from "./messages.ts";
import type { McpServerContext } from "./options.ts";

/** Whether the client can put a form before its user: as it has said with the request, else when it connected. */
export function canElicit(context: McpServerContext, connected: unknown): boolean {
  const declared = context.mcpReq?.envelope?.["io.modelcontextprotocol/clientCapabilities"];
  const capabilities = declared ?? connected;
  const elicitation = isMessage(capabilities) ? capabilities["elicitation"] : undefined;
  if (!isMessage(elicitation)) return false;
  // A client that says nothing of modes has forms.
  return elicitation["form"] !== undefined || elicitation["url"] === undefined;
}
