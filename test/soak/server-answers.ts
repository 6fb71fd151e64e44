/** A message to the server. */
export interface Message {
  readonly id?: string | number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** What the modern era has in `_meta`. */
export const ENVELOPE = {
  protocolVersion: "io.modelcontextprotocol/protocolVersion",
  clientCapabilities: "io.modelcontextprotocol/clientCapabilities",
  clientInfo: "io.modelcontextprotocol/clientInfo",
  subscriptionId: "io.modelcontextprotocol/subscriptionId",
} as const;

/** The resource that everything happens to. */
export const RESOURCE = "note:///all";

/** Whether a message is of the modern era. */
export function isModern({ params }: Message): boolean {
  const meta = params?.["_meta"] as Readonly<Record<string, unknown>> | undefined;
  return meta?.[ENVELOPE.protocolVersion] !== undefined;
}

/** What subscribers are told. */
export function updated(): object {
  return { jsonrpc: "2.0", method: "notifications/resources/updated", params: { uri: RESOURCE } };
}

/** What is told first to whoever listens. */
export function acknowledged({ id, params }: Message): object {
  return {
    jsonrpc: "2.0",
    method: "notifications/subscriptions/acknowledged",
    params: {
      notifications: params?.["notifications"],
      _meta: { [ENVELOPE.subscriptionId]: String(id) },
    },
  };
}

/** The answer to a message; undefined for what needs none. */
export function answerTo(message: Message): object | undefined {
  const { id, method } = message;
  if (id === undefined || method === undefined) return undefined;
  const result = resultOf(method, message);
  if (result === undefined)
    return { jsonrpc: "2.0", id, error: { code: -32_601, message: "method not found" } };
  const resultType = isModern(message) ? { resultType: "complete" } : {};
  return { jsonrpc: "2.0", id, result: { ...resultType, ...result } };
}

const CAPABILITIES = { tools: { listChanged: true }, resources: { subscribe: true } };
const LISTED = { ttlMs: 60_000, cacheScope: "private" };

function resultOf(method: string, { params }: Message): object | undefined {
  switch (method) {
    case "initialize":
      return {
        protocolVersion: params?.["protocolVersion"],
        capabilities: CAPABILITIES,
        serverInfo: { name: "soak", version: "1.0.0" },
      };
    case "server/discover":
      return {
        supportedVersions: ["2026-07-28"],
        capabilities: CAPABILITIES,
        serverInfo: { name: "soak", version: "1.0.0" },
        ...LISTED,
      };
    case "tools/list":
      return { tools: ["look_up", "remove"].map(toolOf), ...LISTED };
    case "tools/call":
      return { content: [{ type: "text", text: "done" }] };
    case "resources/subscribe":
    case "resources/unsubscribe":
    case "ping":
      return {};
    default:
      return undefined;
  }
}

function toolOf(name: string): object {
  const properties = { name: { type: "string", description: "whose record it is" } };
  return { name, description: name, inputSchema: { type: "object", properties } };
}
