import { resolve } from "node:path";
import {
  type GatewaySettings,
  parseDuration,
  readHolderFile,
  settingsReader,
  storedTokenIn,
} from "@capfence/mcp/gateway";
import { CommandFailure } from "../command-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { type GatewayFlags, withFlags } from "./gateway-flags.ts";
import { runGateway } from "./run-gateway.ts";
import { wrappedServer } from "./wrapped-server.ts";

/** What `capfence mcp wrap` can be told. */
export interface WrapFlags extends GatewayFlags {
  readonly policy: string;
  readonly name?: string;
  readonly tokenFile?: string;
  readonly holderKey?: string;
}

/** Runs a server, and stands between it and the client that has started this. */
export async function runWrap(
  command: readonly string[],
  flags: WrapFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const upstreams = wrappedServer(command, flags.name);
  // Read each time, as tokens are short-lived and replaced.
  const override = (settings: GatewaySettings): GatewaySettings => ({
    ...withToken(withFlags(settings, flags, parseDuration), flags),
    upstreams,
  });
  const { policy } = flags;
  const settings = await settingsReader({ policy, override, environment: process.env });
  return runGateway(settings, flags.logLevel, terminal);
}

function withToken(
  settings: GatewaySettings,
  { tokenFile, holderKey }: WrapFlags,
): GatewaySettings {
  if (tokenFile === undefined && holderKey === undefined) return settings;
  if (tokenFile === undefined)
    throw new CommandFailure(
      EXIT.unusable,
      "--holder-key proves calls with a token; name its file with --token-file",
    );
  const holder = holderKey === undefined ? undefined : readHolderFile(resolve(holderKey));
  const capabilityToken = storedTokenIn(resolve(tokenFile), holder);
  return { ...settings, identity: { ...settings.identity, capabilityToken } };
}
