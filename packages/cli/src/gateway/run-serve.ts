import {
  DEFAULT_HTTP,
  type GatewaySettings,
  parseDuration,
  settingsReader,
} from "@capfence/mcp/gateway";
import { CommandFailure } from "../command-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { findConfig } from "./find-config.ts";
import { type GatewayFlags, withFlags } from "./gateway-flags.ts";
import { runGateway } from "./run-gateway.ts";
import { readUpstreamFlags } from "./upstream-flag.ts";

/** What `capfence serve` can be told. */
export interface ServeFlags extends GatewayFlags {
  readonly config?: string;
  readonly policy?: string;
  readonly port?: string;
  readonly host?: string;
  readonly path?: string;
  readonly stdio?: boolean;
  readonly upstream?: readonly string[];
}

/** Runs a gateway in front of the servers that a configuration, or the flags, name; flags win. */
export async function runServe(flags: ServeFlags, terminal: Terminal): Promise<ExitCode> {
  const { policy, upstream } = flags;
  const upstreams = readUpstreamFlags(upstream ?? [], process.env);
  const http = readHttpFlags(flags);
  const override = (settings: GatewaySettings): GatewaySettings => ({
    ...withHttp(withFlags(settings, flags, parseDuration), flags, http),
    upstreams: new Map([...settings.upstreams, ...upstreams]),
  });
  const config = flags.config ?? (upstreams.size === 0 ? findConfig() : undefined);
  const settings = await settingsReader({
    override: (read) => override(config === undefined ? { ...read, http: DEFAULT_HTTP } : read),
    environment: process.env,
    ...(config === undefined ? {} : { config }),
    ...(policy === undefined ? {} : { policy }),
  });
  return runGateway(settings, flags.logLevel, terminal);
}

type HttpFlags = Partial<typeof DEFAULT_HTTP>;

function withHttp(
  settings: GatewaySettings,
  { stdio }: ServeFlags,
  flags: HttpFlags,
): GatewaySettings {
  const { http, ...others } = settings;
  if (stdio === true) return others;
  if (http === undefined && Object.keys(flags).length === 0) return others;
  return { ...others, http: { ...DEFAULT_HTTP, ...http, ...flags } };
}

function readHttpFlags({ host, port, path, stdio }: ServeFlags): HttpFlags {
  const given = {
    ...(host && { host }),
    ...(port && { port: portOf(port) }),
    ...(path && { path }),
  };
  if (stdio === true && Object.keys(given).length > 0)
    throw new CommandFailure(
      EXIT.unusable,
      "--stdio listens nowhere; leave out --host, --port and --path",
    );
  if (path !== undefined && !path.startsWith("/"))
    throw new CommandFailure(EXIT.unusable, `--path: expected a path such as /mcp, got "${path}"`);
  return given;
}

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new CommandFailure(
    EXIT.unusable,
    `--port: expected a number from 0 to 65535, got "${text}"`,
  );
}
