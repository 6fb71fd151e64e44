/** CapFence for MCP: clients, servers and transports that let through only what the policy allows. */
export { guardMcpClient, type McpClient } from "./in-process/guard-client.ts";
export {
  guardMcpServer,
  type McpRequestHandling,
  type McpServer,
} from "./in-process/guard-server.ts";
export { guardMcpTransport, type McpTransport } from "./in-process/guard-transport.ts";
export type {
  McpAuthInfo,
  McpClientGuardOptions,
  McpMessageContext,
  McpServerContext,
  McpServerGuardOptions,
  McpTransportGuardOptions,
} from "./in-process/options.ts";
export type { RequestStateCodec } from "./in-process/request-state.ts";
