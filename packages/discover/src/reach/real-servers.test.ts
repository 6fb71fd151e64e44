import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { machine } from "../../test/machine.ts";
import { findServers } from "../clients/find-servers.ts";
import type { ReachedServer } from "../inventory/inventory.ts";
import { reachServers } from "./reach-servers.ts";

const client = { name: "capfence", version: "1.0.0" };
const agree = (): boolean => true;

async function reach(
  mcpServers: Readonly<Record<string, object>>,
  timeout = 20_000,
  stop?: AbortSignal,
): Promise<readonly ReachedServer[]> {
  const { root, ...host } = machine({ "any.json": { mcpServers } }, { environment: process.env });
  const found = findServers({ ...host, files: [join(root, "any.json")] });
  return (await reachServers(found, { client, agree, timeout, ...(stop && { stop }) })).servers;
}

function program(url: string, ...args: readonly string[]): object {
  return { command: process.execPath, args: ["--no-warnings", fileURLToPath(url), ...args] };
}

type Handler = (method: string, id: unknown, response: ServerResponse) => void;

/** An HTTP server, and the methods that it has heard with the header that it was sent. */
async function endpoint(
  handle: Handler,
): Promise<{ readonly url: string; readonly heard: string[] }> {
  const heard: string[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const { method = "", id } = (body === "" ? {} : JSON.parse(body)) as {
      readonly method?: string;
      readonly id?: unknown;
    };
    heard.push(`${request.method} ${method} ${request.headers.authorization}`);
    handle(method, id, response);
  };
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`, heard };
}

function answer(response: ServerResponse, id: unknown, result: object): void {
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ jsonrpc: "2.0", id, result }));
}

describe("servers from npm", () => {
  it("are listed with all that they say", async () => {
    const servers = await reach({
      everything: program(
        import.meta.resolve("@modelcontextprotocol/server-everything/dist/index.js"),
      ),
      filesystem: program(
        import.meta.resolve("@modelcontextprotocol/server-filesystem/dist/index.js"),
        import.meta.dirname,
      ),
    });
    expect(servers.map(({ state, fault }) => [state, fault])).toEqual([
      ["listed", undefined],
      ["listed", undefined],
    ]);
    const [everything, filesystem] = servers;
    expect(everything?.says?.name).toContain("everything");
    expect(everything?.instructions).toContain("Everything Server");
    expect(everything?.tools.map(({ name }) => name)).toContain("echo");
    expect(filesystem?.tools.map(({ name }) => name)).toContain("write_file");
    expect(filesystem?.tools[0]?.definition).toHaveProperty("inputSchema.properties");
  });
});

describe("a server over HTTP", () => {
  it("is asked with the headers of its client", async () => {
    const { url, heard } = await endpoint((method, id, response) => {
      const tools = [{ name: "pay", inputSchema: { type: "object" } }];
      const capabilities = { tools: {} };
      if (method === "server/discover")
        answer(response, id, {
          supportedVersions: ["2026-07-28"],
          capabilities,
          instructions: "Hi",
        });
      else answer(response, id, { tools });
    });
    const headers = { Authorization: "Bearer s3cr3t-x" };
    const [server] = await reach({ one: { url: `${url}?key=s3cr3t-y`, headers } });
    expect(server).toMatchObject({ transport: "http", address: url, state: "listed" });
    expect(server?.instructions).toBe("Hi");
    expect(server?.tools.map(({ name }) => name)).toEqual(["pay"]);
    expect(heard).toEqual([
      "POST server/discover Bearer s3cr3t-x",
      "POST tools/list Bearer s3cr3t-x",
    ]);
    expect(JSON.stringify(server)).not.toContain("s3cr3t");
  });

  it.each<[string, Handler]>([
    ["never answers", () => {}],
    [
      "never ends its answer",
      (_method, _id, response) =>
        void response.writeHead(200, { "content-type": "text/event-stream" }).write(": wait\n\n"),
    ],
    ["refuses", (_method, _id, response) => void response.writeHead(401).end()],
    [
      "redirects elsewhere",
      (_method, _id, response) =>
        void response.writeHead(307, { location: "http://127.0.0.1:9/" }).end(),
    ],
  ])("that %s fails in time", async (_how, handle) => {
    const { url } = await endpoint(handle);
    const started = performance.now();
    const [server] = await reach({ one: { url } }, 500);
    expect(server?.state).toBe("failed");
    expect(server?.fault).toMatch(/\w/);
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it("that never answers is left where the run is stopped", async () => {
    const { url } = await endpoint(() => {});
    const started = performance.now();
    const stop = AbortSignal.timeout(300);
    const [server] = await reach({ one: { url } }, 20_000, stop);
    expect(server?.fault).toBe("it was stopped before it had answered");
    expect(performance.now() - started).toBeLessThan(5000);
  });

  it("that is not there fails", async () => {
    const [server] = await reach({ one: { url: "http://127.0.0.1:9/mcp" } });
    expect(server).toMatchObject({ state: "failed", address: "http://127.0.0.1:9/mcp" });
  });
});
