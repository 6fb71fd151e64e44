/** CapFence for MCP: clients, servers and transports that let through only what the policy allows. */
export { guardMcpClient, type McpClient } from "./guard-client.ts";
export { guardMcpServer, type McpRequestHandling, type McpServer } from "./guard-server.ts";
export { guardMcpTransport, type McpTransport } from "./guard-transport.ts";
export type {
  McpAuthInfo,
  McpClientGuardOptions,
  McpMessageContext,
  McpServerContext,
  McpServerGuardOptions,
  McpTransportGuardOptions,
} from "./options.ts";
export type { RequestStateCodec } from "./request-state.ts";
