import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PinFile } from "@capfence/mcp/gateway";
import { afterAll, expect, it } from "vitest";
import { Place } from "../../../mcp/test/acceptance/place.ts";
import { SdkClient } from "../../../mcp/test/acceptance/sdk-client.ts";
import { serving } from "../../../mcp/test/acceptance/settings.ts";
import { listStarted } from "../../test/starter/listing.ts";
import { found, report, server } from "../../test/starter/reporting.ts";
import type { DiscoveryReport } from "../report/report.ts";
import { writeStarterLock } from "./starter-lock.ts";
import { starterPolicy } from "./starter-policy.ts";

const place = new Place();
const lock = join(place.folder, "lock.json");
const log = (name: string): string => join(place.folder, `${name}.jsonl`);

afterAll(() => place.close());

/** Two banks, of which every tool but `pay` reads; `ask` of the second one deceives. */
async function banks(): Promise<DiscoveryReport> {
  const tools = await listStarted(place.bank(), { BANK_LOG: log("listed") });
  const told = (one: string) =>
    tools.map(({ name, definition }) => ({
      name,
      definition,
      effects: name === "pay" ? (["execute"] as const) : (["read"] as const),
      findings: one === "Bank B" && name === "ask" ? [found("poisoned_text", "critical")] : [],
    }));
  return report(server("bank", told("bank")), server("Bank B", told("Bank B")));
}

/** Starts a gateway before both banks, whose tools are said to do this, and connects to it. */
async function connect(description: string): Promise<SdkClient> {
  const [command, ...args] = place.bank();
  const bank = (name: string): object => ({
    command,
    args,
    env: { BANK_LOG: log(name), BANK_TOOLS: description },
  });
  const upstreams = { bank: bank("bank"), "bank-b": bank("bank-b") };
  const config = serving(upstreams, { pin: { mode: "locked", file: lock } });
  const gateway = place.gateway("serve", "--config", place.file("gateway.json", config));
  return SdkClient.connect("v2 modern", { url: await gateway.url() });
}

it("has a locked gateway run what was found, and nothing that has changed or deceives", async () => {
  const reported = await banks();
  place.file("policy.yaml", starterPolicy(reported));
  writeStarterLock(reported, lock);
  const pinned = new PinFile(lock).read();
  expect(pinned?.get("bank")?.tools.has("ask")).toBe(true);
  expect(pinned?.get("bank-b")?.tools.has("ask")).toBe(false);

  const client = await connect("as ever");
  const tools = await client.tools();
  expect(tools).toEqual(expect.arrayContaining(["bank__read", "bank__ask", "bank-b__read"]));
  expect(tools).not.toContain("bank-b__ask");
  expect(tools).not.toContain("bank__pay");
  expect(await client.call("bank__read")).toBe("ran read");
  expect(await client.call("bank-b__read")).toBe("ran read");
  expect(await client.call("bank-b__ask")).toContain("Unknown tool");
  expect(await client.call("bank__pay")).toContain("Unknown tool");
  await client.close();

  const before = place.receivedIn("bank.jsonl").filter(({ method }) => method === "tools/call");
  const changed = await connect("something else");
  expect(await changed.tools()).toEqual([]);
  expect(await changed.call("bank__read")).toContain("tool_unreviewed");
  await changed.close();
  const after = place.receivedIn("bank.jsonl").filter(({ method }) => method === "tools/call");
  expect(after).toEqual(before);
  expect(before.length).toBe(1);
});

it("replaces what stood in the file, and says who the server is", async () => {
  const { server: bank, ...rest } = server("bank", [{ name: "read" }]);
  const says = { name: "bank\u202e", version: "1" };
  writeStarterLock(report({ ...rest, server: { ...bank, says } }), lock);
  const pinned = new PinFile(lock).read();
  expect([...(pinned?.keys() ?? [])]).toEqual(["bank"]);
  expect(pinned?.get("bank")?.server).toEqual(says);
  expect(readFileSync(lock, "utf8")).not.toContain("\u202e");
});

it("pins no tool that the gateway would refuse anyway, so that the file can be read", () => {
  const names = ["read", "read*", "mcp:x", "a\u200bb", ""];
  writeStarterLock(
    report(
      server(
        "bank",
        names.map((name) => ({ name })),
      ),
    ),
    lock,
  );
  expect([...(new PinFile(lock).read()?.get("bank")?.tools.keys() ?? [])]).toEqual(["read"]);
});
