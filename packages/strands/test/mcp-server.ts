import type { McpTransport } from "@strands-agents/sdk";

interface Request {
  readonly id?: number | string;
  readonly method: string;
  readonly params?: {
    readonly arguments?: unknown;
    readonly protocolVersion?: string;
    readonly requestId?: number | string;
  };
}

interface Served {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: object;
  readonly call: (input: unknown, signal: AbortSignal) => Promise<string>;
}

/** A connection to an MCP server in this process, with one tool. */
export function mcpServer({ call, ...tool }: Served): McpTransport {
  const running = new Map<unknown, AbortController>();
  const answer = async ({ id, method, params }: Request): Promise<object> => {
    if (method === "initialize")
      return {
        protocolVersion: params?.protocolVersion,
        capabilities: { tools: {} },
        serverInfo: { name: "bank", version: "1.0.0" },
      };
    if (method === "tools/list") return { tools: [tool] };
    const controller = new AbortController();
    running.set(id, controller);
    const text = await call(params?.arguments, controller.signal).catch((error: unknown) => error);
    return { content: [{ type: "text", text: String(text) }], isError: typeof text !== "string" };
  };
  const transport: McpTransport = {
    start: async () => undefined,
    close: async () => undefined,
    send: async (message) => {
      const request = message as Request;
      if (request.method === "notifications/cancelled")
        running.get(request.params?.requestId)?.abort();
      if (request.id === undefined || request.method === undefined) return;
      const result = await answer(request);
      queueMicrotask(() =>
        transport.onmessage?.({ jsonrpc: "2.0", id: request.id, result } as never),
      );
    },
  };
  return transport;
}
