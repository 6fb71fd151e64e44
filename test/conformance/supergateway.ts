import { once } from "node:events";
import { createRequire } from "node:module";
import { type AddressInfo, createServer } from "node:net";
import type { Allowance } from "./compare.ts";
import { STDIO_FIXTURE } from "./fixture.ts";
import { type Started, start } from "./started.ts";

const PROGRAM = createRequire(import.meta.url).resolve("supergateway/dist/index.js");

/** Starts supergateway, which only relays, over HTTP in front of the fixture over stdio. */
export async function startSupergateway(): Promise<Started> {
  const port = await freePort();
  return start({
    args: [
      PROGRAM,
      "--stdio",
      [process.execPath, ...STDIO_FIXTURE].join(" "),
      "--outputTransport",
      "streamableHttp",
      "--stateful",
      "--port",
      String(port),
    ],
    says: "stdout",
    url: (line) =>
      line.includes(`Listening on port ${port}`) ? `http://127.0.0.1:${port}/mcp` : undefined,
  });
}

const polling = "it does not keep what a stream carried, so a client cannot come back for it";
const children = "each request has a child of its own, which does not know of the others' streams";

/** What it takes away. */
export const SUPERGATEWAY_LOSSES: readonly Allowance[] = [
  ...(["2025-11-25", "2026-07-28"] as const).map((revision) => ({
    revision,
    check: "dns-rebinding-protection: localhost-host-rebinding-rejected DNSRebindingRejected",
    reason: "it does not look at Host and Origin",
  })),
  ...[
    "server-sse-priming-event ServerSendsPrimingEvent",
    "server-sse-retry-field ServerSendsRetryField",
    "server-sse-disconnect-resume ServerDisconnectResume",
  ].map((check) => ({
    revision: "2025-11-25" as const,
    check: `server-sse-polling: ${check}`,
    reason: polling,
  })),
  ...[
    "sep-2575-server-sends-prompts-list-changed-on-subscription ServerSendsPromptsListChangedOnSubscription",
    "sep-2575-server-sends-tools-list-changed-on-subscription ServerSendsToolsListChangedOnSubscription",
  ].map((check) => ({
    revision: "2026-07-28" as const,
    check: `server-stateless: ${check}`,
    reason: children,
  })),
];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
