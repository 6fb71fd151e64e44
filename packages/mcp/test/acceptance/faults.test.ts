import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { GatewayProcess } from "./gateway-process.ts";
import { Place } from "./place.ts";
import { type Heard, HttpClient, MODERN, PipeClient, type RawClient } from "./raw-client.ts";
import { POLICY, serving } from "./settings.ts";

const place = new Place();
let gateway: GatewayProcess;

beforeAll(async () => {
  place.file("policy.yaml", POLICY);
  const [command = "", ...args] = place.bank();
  const env = { BANK_LOG: "${BANK_LOG}" };
  const upstreams = { bank: { command, args, env } };
  const settings = { limits: { answer: "1s" }, approvals: { wait: "0s" } };
  place.file("gateway.yaml", serving(upstreams, settings));
  gateway = place.gateway("serve", "--config", "gateway.yaml");
  await gateway.url();
});

afterAll(() => place.close());

/** What came of the newest call of a tool, as the log has it. */
async function outcomeOf(tool: string): Promise<string> {
  const { output } = await place.run("logs", "--limit", "3");
  const lines = output.split("\n").filter((line) => line.includes(`bank.${tool}`));
  return lines.at(-1) ?? output;
}

const wordsOf = ({ result, error }: Heard): string =>
  error?.message ?? result?.content?.[0]?.text ?? JSON.stringify(result);

/** Each test has a session of its own, and with it a server. */
async function opened(era: "legacy" | "modern"): Promise<(tool: string) => Promise<string>> {
  const client = new HttpClient(await gateway.url());
  if (era === "legacy") await client.initialize();
  return async (tool) =>
    wordsOf(await (era === "legacy" ? client.call(tool) : client.callModern(tool)));
}

describe.each(["legacy", "modern"] as const)("a server of the %s era that", (era) => {
  it.each(["die", "half", "silent", "wrong"])(
    "has got a call and does not answer it (%s) may have done what was asked",
    async (tool) => {
      const call = await opened(era);
      const before = place.callsOf(tool).length;
      expect(await call(tool)).toContain("may have done what was asked");
      expect(place.callsOf(tool).length - before).toBe(1);
      expect(await outcomeOf(tool)).toContain("unknown");
      // It is started anew for whoever calls next.
      expect(await (await opened(era))("read")).toBe("ran read");
    },
  );

  it.each(["long", "latin", "flood"])(
    "says what nobody can use (%s) is listened to no more than that",
    async (tool) => {
      const call = await opened(era);
      expect(await call(tool)).toMatch(new RegExp(`^ran ${tool}$|may have done what was asked`));
      expect(await (await opened(era))("read")).toBe("ran read");
    },
  );
});

describe("a server that", () => {
  it.each([
    ["cannot be started", ["/nowhere/server"]],
    ["ends at once", place.bank("exit")],
  ])(
    "%s ends the gateway that wraps it in order, and says nothing of where it is",
    async (_how, server) => {
      const parameters = ["--policy", "policy.yaml", "--name", "gone", "--", ...server];
      const wrapping = place.gateway("mcp", "wrap", ...parameters);
      const client: RawClient = new PipeClient(wrapping);
      const answer = await client.initialize();
      expect(answer.error).toMatchObject({ code: -32_603 });
      expect(JSON.stringify(answer)).not.toMatch(/nowhere|ENOENT|bank-server/);
      wrapping.process.stdin.end();
      expect(await wrapping.ended).not.toBe("SIGKILL");
    },
  );
});

describe("a client that", () => {
  it.each([
    ["sends 10 MB", Buffer.from(`{"jsonrpc":"2.0","id":1,"method":"${"x".repeat(10_000_000)}"}\n`)],
    [
      "sends what is no UTF-8",
      Buffer.from('{"jsonrpc":"2.0","id":1,"method":"\u00FF"}\n', "latin1"),
    ],
    [
      "sends what is no UTF-8 in an argument",
      Buffer.from(
        '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read","arguments":{"x":"\u00FF"}}}\n',
        "latin1",
      ),
    ],
  ])("%s is refused, and heard again", async (_what, bytes) => {
    const wrapping = place.wrap("--name", "bank");
    const client = new PipeClient(wrapping);
    await client.initialize();
    await client.call("read");
    const before = place.received.length;
    wrapping.process.stdin.write(bytes);
    expect(await client.hears(({ error }) => error?.code === -32_700)).toBeDefined();
    expect(place.received.length).toBe(before);
    expect(wordsOf(await client.call("read"))).toBe("ran read");
    const response = await fetch(await gateway.url(), {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json, text/event-stream",
      },
      body: bytes,
    });
    expect([400, 413]).toContain(response.status);
    expect(place.received.length).toBe(before + 1);
  });

  it("leaves in the middle of a call over HTTP leaves an outcome behind", async () => {
    const client = new HttpClient(await gateway.url());
    const before = place.callsOf("silent").length;
    void client.ask("tools/call", { name: "silent", _meta: MODERN });
    await vi.waitFor(() => expect(place.callsOf("silent").length).toBeGreaterThan(before), 5000);
    client.leaving.abort();
    await vi.waitFor(async () => expect(await outcomeOf("silent")).toContain("unknown"), 5000);
  });
});

it("leaves a log that verifies", async () => {
  expect(await place.run("verify")).toMatchObject({ code: 0 });
});
