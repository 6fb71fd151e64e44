import { ConfigurationError } from "@capfence/core";
import { Enforcement, snapshot } from "@capfence/core/adapter";
import { guardTransportWith, type McpTransport } from "./guard-transport.ts";
import { isMessage } from "./messages.ts";
import type { McpClientGuardOptions } from "./options.ts";

/** A client of either version of the SDK, as far as the guard looks into it. */
export interface McpClient {
  connect(...call: never): Promise<void>;
  callTool(...call: never): Promise<unknown>;
}

/** A client as it is at run time. */
interface RawClient {
  connect(transport: McpTransport, ...rest: unknown[]): Promise<void>;
  callTool(params: unknown, ...rest: unknown[]): Promise<unknown>;
  readonly transport?: McpTransport | undefined;
  _transport?: McpTransport | undefined;
}

/** Guarded clients, and the options they are guarded with. */
const guarded = new WeakMap<object, McpClientGuardOptions>();

/**
 * Makes a client call only what the policy allows, whichever of its methods is used, and gives it back. A blocked call
 * rejects with `AgentActionBlocked`; nothing was sent then. What the server has listed of a tool binds its approvals.
 *
 * Throws `ConfigurationError` for options that cannot work and for a connected client of an SDK that is not known,
 * `PolicyLoadError` for a policy that does not load.
 */
export function guardMcpClient<Client extends McpClient>(
  client: Client,
  options: McpClientGuardOptions,
): Client {
  if (guarded.get(client) === options) return client;
  const enforcement = new Enforcement("mcp", options);
  const guard = (transport: McpTransport): McpTransport =>
    guardTransportWith(transport, options, enforcement);
  const raw = client as unknown as RawClient;
  const { transport } = raw;
  if (transport !== undefined) {
    // oxlint-disable-next-line no-underscore-dangle -- where both versions of the SDK keep it
    if (raw._transport !== transport)
      throw new ConfigurationError("guard this client before it is connected");
    // oxlint-disable-next-line no-underscore-dangle -- as above
    raw._transport = guard(transport);
  }
  const connect = raw.connect.bind(client);
  const callTool = raw.callTool.bind(client);
  raw.connect = (given, ...rest) => connect(guard(given), ...rest);
  // Version 2 looks into its cache before it sends, and the caller could change the arguments meanwhile.
  raw.callTool = (params, ...rest) => callTool(withSnapshot(params), ...rest);
  guarded.set(client, options);
  return client;
}

function withSnapshot(params: unknown): unknown {
  return isMessage(params) ? { ...params, arguments: snapshot(params["arguments"]) } : params;
}
