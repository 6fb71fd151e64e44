import type { Client as Client2, Transport as Transport2 } from "@modelcontextprotocol/client";
import type {
  McpServer as McpServer2,
  RequestStateCodec as SdkCodec,
  Server as Server2,
  ServerContext,
} from "@modelcontextprotocol/server";
import type { Client as Client1 } from "@modelcontextprotocol/sdk/client/index.js";
import type { Server as Server1 } from "@modelcontextprotocol/sdk/server/index.js";
import type { McpServer as McpServer1 } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { RequestHandlerExtra } from "@modelcontextprotocol/sdk/shared/protocol.js";
import type { Transport as Transport1 } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { ServerNotification, ServerRequest } from "@modelcontextprotocol/sdk/types.js";
import { describe, expectTypeOf, it } from "vitest";
import { guardMcpClient } from "./guard-client.ts";
import { guardMcpServer } from "./guard-server.ts";
import { guardMcpTransport } from "./guard-transport.ts";
import type {
  McpAuthInfo,
  McpClientGuardOptions,
  McpServerContext,
  McpServerGuardOptions,
} from "./options.ts";
import type { RequestStateCodec } from "./request-state.ts";

const options = { policyPath: "policy.yaml", agentId: "agent" };
const clients = [
  (client: Client1) => guardMcpClient(client, options),
  (client: Client2) => guardMcpClient(client, options),
] as const;
const servers = [
  (server: McpServer1) => guardMcpServer(server, options),
  (server: Server1) => guardMcpServer(server, options),
  (server: McpServer2) => guardMcpServer(server, options),
  (server: Server2) => guardMcpServer(server, options),
] as const;
const transports = [
  (transport: Transport1) => guardMcpTransport(transport, options),
  (transport: Transport2) => guardMcpTransport(transport, options),
] as const;

describe("the type of what is guarded", () => {
  it("is that of what it was, in both versions of the SDK", () => {
    expectTypeOf<ReturnType<(typeof clients)[0]>>().toEqualTypeOf<Client1>();
    expectTypeOf<ReturnType<(typeof clients)[1]>>().toEqualTypeOf<Client2>();
    expectTypeOf<ReturnType<(typeof servers)[0]>>().toEqualTypeOf<McpServer1>();
    expectTypeOf<ReturnType<(typeof servers)[1]>>().toEqualTypeOf<Server1>();
    expectTypeOf<ReturnType<(typeof servers)[2]>>().toEqualTypeOf<McpServer2>();
    expectTypeOf<ReturnType<(typeof servers)[3]>>().toEqualTypeOf<Server2>();
    expectTypeOf<ReturnType<(typeof transports)[0]>>().toEqualTypeOf<Transport1>();
    expectTypeOf<ReturnType<(typeof transports)[1]>>().toEqualTypeOf<Transport2>();
  });

  it("is refused where there is nothing to guard", () => {
    // @ts-expect-error a transport is no client
    expectTypeOf((transport: Transport1) => guardMcpClient(transport, options)).toBeFunction();
    // @ts-expect-error a client has no tools to run
    expectTypeOf((client: { callTool(): void }) => guardMcpServer(client, options)).toBeFunction();
  });
});

describe("what a host is told of a call", () => {
  it("is what both versions of the SDK say", () => {
    type Extra = RequestHandlerExtra<ServerRequest, ServerNotification>;
    expectTypeOf<Extra>().toExtend<McpServerContext>();
    expectTypeOf<ServerContext>().toExtend<McpServerContext>();
    type Native = Parameters<NonNullable<McpServerGuardOptions["identify"]>>[0];
    expectTypeOf<NonNullable<Native["authInfo"]>>().toEqualTypeOf<McpAuthInfo>();
  });

  it("can be sealed with the codec of the SDK", () => {
    expectTypeOf<SdkCodec>().toExtend<RequestStateCodec>();
  });

  it("never pauses a client", () => {
    expectTypeOf<NonNullable<McpClientGuardOptions["onApproval"]>>().toEqualTypeOf<
      "block" | "wait"
    >();
    expectTypeOf<NonNullable<McpServerGuardOptions["onApproval"]>>().toEqualTypeOf<
      "block" | "wait" | "pause"
    >();
  });
});
