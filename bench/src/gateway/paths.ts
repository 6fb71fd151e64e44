import { existsSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Caller } from "./caller.ts";
import { gatewayConfig, POLICY } from "./gateway-config.ts";
import { openHttpCaller } from "./http-caller.ts";
import { type Program, startListening } from "./program.ts";
import { openStdioCaller } from "./stdio-caller.ts";

/** A way that calls take to the server. */
export interface Path {
  readonly name: string;
  /** The path that is the same without anything between. */
  readonly direct: string;
  /** Starts what is on the way, in a folder of its own. */
  open(folder: string): Promise<Caller>;
}

const SERVER = join(import.meta.dirname, "null-server.ts");
const HTTP = "HTTP";
const STDIO = "stdio";

/** Every way there is, with the command of the gateway; what has nothing between comes first. */
export function pathsWith(command: readonly string[]): readonly Path[] {
  return [
    { name: HTTP, direct: HTTP, open: direct },
    { name: "HTTP > CapFence > HTTP", direct: HTTP, open: (folder) => behindHttp(folder, command) },
    {
      name: "HTTP > CapFence > stdio",
      direct: HTTP,
      open: (folder) => listening(folder, (port) => served(folder, command, port, nullProcess())),
    },
    {
      name: "HTTP > mcp-proxy > stdio",
      direct: HTTP,
      open: (folder) => listening(folder, mcpProxy),
    },
    {
      name: "HTTP > supergateway > stdio",
      direct: HTTP,
      open: (folder) => listening(folder, supergateway),
    },
    {
      name: STDIO,
      direct: STDIO,
      open: (folder) => openStdioCaller({ parameters: [SERVER], folder }),
    },
    {
      name: "stdio > CapFence > stdio",
      direct: STDIO,
      open: (folder) => openStdioCaller(wrapped(folder, command)),
    },
  ];
}

/** The gateway around the server, speaking on its standard input and output. */
function wrapped(folder: string, command: readonly string[]): Program {
  const config = gatewayConfig(folder, nullProcess());
  return { parameters: [...command, "mcp", "serve", "--stdio", "--config", config], folder };
}

/** The gateway as `capfence mcp wrap` runs it, without a configuration. */
export function wrappedBare(folder: string, command: readonly string[]): Program {
  const policy = join(folder, "policy.yaml");
  writeFileSync(policy, POLICY);
  const { command: node, args } = nullProcess();
  const parameters = [...command, "mcp", "wrap", "--policy", policy, "--", node, ...args];
  return { parameters, folder };
}

function nullProcess(): { readonly command: string; readonly args: readonly string[] } {
  return { command: process.execPath, args: [SERVER] };
}

async function direct(folder: string): Promise<Caller> {
  return listening(folder, (port) => [SERVER, String(port)]);
}

async function behindHttp(folder: string, command: readonly string[]): Promise<Caller> {
  const server = await startListening((port) => ({ parameters: [SERVER, String(port)], folder }));
  try {
    const { url } = server;
    const caller = await listening(folder, (port) => served(folder, command, port, { url }));
    return inFront(caller, server.stop);
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** What Node is given for a gateway that listens. */
function served(
  folder: string,
  command: readonly string[],
  port: number,
  upstream: object,
): readonly string[] {
  return [...command, "mcp", "serve", "--config", gatewayConfig(folder, upstream, port)];
}

function mcpProxy(port: number): readonly string[] {
  const program = programOf("mcp-proxy", "dist/bin/mcp-proxy.mjs");
  const where = ["--host", "127.0.0.1", "--port", String(port), "--server", "stream"];
  return [program, ...where, "--", process.execPath, SERVER];
}

function supergateway(port: number): readonly string[] {
  const where = ["--outputTransport", "streamableHttp", "--stateful", "--port", String(port)];
  const server = ["--stdio", `${process.execPath} ${SERVER}`, "--logLevel", "none"];
  return [programOf("supergateway", "dist/index.js"), ...server, ...where];
}

/** A file of a package that is run and not imported. */
function programOf(name: string, file: string): string {
  const require = createRequire(import.meta.url);
  const folder = require.resolve.paths(name)?.find((one) => existsSync(join(one, name)));
  if (folder === undefined) throw new Error(`${name} is not installed`);
  return join(folder, name, file);
}

async function listening(
  folder: string,
  parametersAt: (port: number) => readonly string[],
): Promise<Caller> {
  const { url, stop } = await startListening((port) => ({
    parameters: parametersAt(port),
    folder,
  }));
  try {
    return inFront(await openHttpCaller(url), stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A caller, and what is to be ended after it. */
function inFront({ call, close }: Caller, stop: () => Promise<void>): Caller {
  return {
    call,
    close: async () => {
      await close();
      await stop();
    },
  };
}
