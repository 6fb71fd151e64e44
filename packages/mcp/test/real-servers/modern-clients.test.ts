import { describe, expect, it, onTestFinished } from "vitest";
import { agent2, type Gate } from "../real-clients/agent.ts";
import { directly, served, upstreamsOf, workFolder, wrapped } from "./behind-capfence.ts";
import { policyFor } from "./real-server.ts";
import { serverNamed } from "./real-servers.ts";

const [thinking, memory] = [serverNamed("thinking"), serverNamed("memory")];

const GATES: Readonly<Record<string, () => Promise<Gate>>> = {
  "one by wrap": async () => {
    const folder = workFolder();
    return { command: wrapped(directly(thinking, folder), policyFor(thinking), folder), env: {} };
  },
  "several by serve": async () => {
    const [folder, servers] = [workFolder(), [thinking, memory]];
    const { url, stop } = await served(upstreamsOf(servers, folder), policyFor(...servers), folder);
    onTestFinished(stop);
    return { url };
  },
};

describe.each(Object.entries(GATES))("servers of the legacy era, %s,", (_name, open) => {
  it("are there for a client that can go back to that era", async () => {
    const agent = await agent2(await open(), "auto");
    onTestFinished(() => agent.close());
    expect(agent.era).toBe("legacy");
    expect(await agent.tools()).toContainEqual(
      expect.stringMatching(/^(?:thinking__)?sequentialthinking$/),
    );
  });

  it("refuse a client that cannot, so that it knows why", async () => {
    const gate = await open();
    await expect(agent2(gate, { pin: "2026-07-28" })).rejects.toThrow(/version|era|2026-07-28/);
  });
});
