import { type GatewaySettings, parseDuration, settingsReader } from "@capfence/mcp/gateway";
import type { ExitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { type GatewayFlags, withFlags } from "./gateway-flags.ts";
import { runGateway } from "./run-gateway.ts";
import { wrappedServer } from "./wrapped-server.ts";

/** What `capfence mcp wrap` can be told. */
export interface WrapFlags extends GatewayFlags {
  readonly policy: string;
  readonly name?: string;
}

/** Runs a server, and stands between it and the client that has started this. */
export async function runWrap(
  command: readonly string[],
  flags: WrapFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const upstreams = wrappedServer(command, flags.name);
  const override = (settings: GatewaySettings): GatewaySettings => ({
    ...withFlags(settings, flags, parseDuration),
    upstreams,
  });
  const { policy } = flags;
  const settings = await settingsReader({ policy, override, environment: process.env });
  return runGateway(settings, flags.logLevel, terminal);
}
