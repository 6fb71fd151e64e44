import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { directly, workFolder, wrapped } from "./behind-capfence.ts";
import { policyFor } from "./real-server.ts";
import { serverNamed } from "./real-servers.ts";

test("a notification that is never answered keeps no request waiting", async () => {
  const server = serverNamed("thinking");
  const folder = workFolder();
  const [command, ...args] = wrapped(directly(server, folder), policyFor(server), folder);
  const child = spawn(command, args, { stdio: ["pipe", "pipe", "ignore"] });
  onTestFinished(() => void child.kill());
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const send = (message: object): boolean =>
    child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  const answer = async (): Promise<unknown> => JSON.parse((await lines.next()).value as string);
  const clientInfo = { name: "agent", version: "1.0.0" };
  const params = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo };
  send({ id: 1, method: "initialize", params });
  expect(await answer()).toMatchObject({ id: 1, result: { protocolVersion: "2025-06-18" } });
  send({ method: "notifications/initialized" });
  send({ id: 2, method: "tools/list" });
  expect(await answer()).toMatchObject({
    id: 2,
    result: { tools: [{ name: "sequentialthinking" }] },
  });
  child.stdin.end();
  expect(await lines.next()).toMatchObject({ done: true });
});
