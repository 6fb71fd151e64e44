import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { GatewayProcess } from "./gateway-process.ts";
import { Place } from "./place.ts";
import { HttpClient, MODERN, PipeClient } from "./raw-client.ts";
import { SdkClient } from "./sdk-client.ts";
import { POLICY, serving } from "./settings.ts";

const place = new Place();

beforeAll(() => void place.file("policy.yaml", POLICY));
afterAll(() => place.close());

/** Waits until nothing more runs here than these. */
async function left(processes: readonly number[] = []): Promise<void> {
  await vi.waitFor(() => expect(place.processes).toEqual(processes), {
    timeout: 10_000,
    interval: 50,
  });
}

/** A gateway whose server has a child, and works on something that it will never have done. */
async function busy(): Promise<GatewayProcess> {
  const gateway = place.wrap("--name", "bank");
  const client = new PipeClient(gateway);
  await client.initialize();
  await client.call("breed");
  const before = place.callsOf("silent").length;
  await client.ask("tools/call", { name: "silent" });
  await vi.waitFor(() => expect(place.callsOf("silent").length).toBe(before + 1), 5000);
  expect(place.processes).toHaveLength(3);
  return gateway;
}

describe("nothing of a gateway is left", () => {
  it.each<[string, (gateway: GatewayProcess) => unknown, number]>([
    ["its client hangs up", ({ process }) => process.stdin.end(), 0],
    ["it is told to end", ({ process }) => process.kill("SIGTERM"), 0],
    ["it is interrupted", ({ process }) => process.kill("SIGINT"), 0],
    [
      "its client reads no more",
      ({ process }) => {
        process.stdout.destroy();
        process.stdin.write('{"jsonrpc":"2.0","id":99,"method":"ping"}\n');
      },
      0,
    ],
  ])("once %s, in the middle of a call", async (_how, end, code) => {
    const gateway = await busy();
    end(gateway);
    expect(await gateway.ended).toBe(code);
    await left();
    const { output } = await place.run("logs", "--limit", "2");
    expect(output).toMatch(/bank\.silent.*unknown/);
  });

  it("once a real client has closed it", async () => {
    const target = { command: place.wrapping(), cwd: place.folder, env: place.environment };
    const client = await SdkClient.connect("v2 modern", target);
    expect(await client.call("breed")).toBe("ran breed");
    await client.close();
    await left();
  });

  it("once its only server has ended", async () => {
    const gateway = place.wrap("--name", "bank");
    const client = new PipeClient(gateway);
    await client.initialize();
    await client.call("breed");
    await client.ask("tools/call", { name: "die" });
    expect(await gateway.ended).toBe(3);
    await left();
  });
});

it("ends the server of a session with the session, and every other with the gateway", async () => {
  const [command = "", ...args] = place.bank();
  const upstreams = { bank: { command, args, env: { BANK_LOG: "${BANK_LOG}" } } };
  place.file("gateway.yaml", serving(upstreams, { limits: { session_idle: "2s" } }));
  const gateway = place.gateway("serve", "--config", "gateway.yaml");
  const url = await gateway.url();
  const alone = place.processes;
  const clients = [new HttpClient(url), new HttpClient(url)];
  for (const client of clients) {
    await client.initialize();
    await client.call("breed");
  }
  expect(place.processes).toHaveLength(5);
  const headers = { "Mcp-Session-Id": clients[0]?.session ?? "" };
  expect((await fetch(url, { method: "DELETE", headers })).status).toBe(204);
  await vi.waitFor(() => expect(place.processes).toHaveLength(3), 5000);
  // The other session is used no more.
  await left(alone);
  const [modern, before] = [new HttpClient(url), place.callsOf("silent").length];
  await modern.callModern("breed");
  await modern.ask("tools/call", { name: "silent", _meta: MODERN });
  await vi.waitFor(() => expect(place.callsOf("silent").length).toBe(before + 1), 5000);
  expect(await gateway.stop()).toBe(0);
  await left();
});

it("leaves a log that verifies", async () => {
  expect(await place.run("verify")).toMatchObject({ code: 0 });
});
