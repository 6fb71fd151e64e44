import { describe, expect, it, onTestFinished } from "vitest";
import { directly, served, upstreamsOf, workFolder, wrapped } from "./behind-capfence.ts";
import { LegacyClient } from "./legacy-client.ts";
import { policyFor, type RealServer } from "./real-server.ts";
import { REAL_SERVERS } from "./real-servers.ts";

/** A client behind the gateway, and where the server works. */
interface Behind {
  readonly client: LegacyClient;
  readonly folder: string;
}

async function behindWrap(server: RealServer): Promise<Behind> {
  const folder = workFolder();
  const command = wrapped(directly(server, folder), policyFor(server), folder);
  return { folder, client: await LegacyClient.starting(command, server.start(folder).env) };
}

async function behindServe(server: RealServer): Promise<Behind> {
  const folder = workFolder();
  const { url, stop } = await served(upstreamsOf([server], folder), policyFor(server), folder);
  onTestFinished(stop);
  return { folder, client: await LegacyClient.at(url) };
}

describe.each(REAL_SERVERS)("the server $name", (server) => {
  it("is behind capfence mcp wrap and serve what it is, but for calls that are denied", async () => {
    const alone = workFolder();
    const [direct, ...behind] = await Promise.all([
      LegacyClient.starting(directly(server, alone), server.start(alone).env),
      behindWrap(server),
      behindServe(server),
    ]);
    const tools = await direct.tools();
    expect(tools.length).toBeGreaterThan(0);
    const { first, allowed, denied, says, effects } = server;
    for (const { client, folder } of behind) {
      // oxlint-disable no-await-in-loop -- one call after another
      expect(await client.tools()).toEqual(tools);
      expect(client.client.getServerVersion()).toEqual(direct.client.getServerVersion());
      expect(client.client.getInstructions()).toBe(direct.client.getInstructions());
      if (first !== undefined) await client.said(first(folder));
      expect(await client.said(denied(folder))).toMatch(/Denied by policy \(policy_deny\)/);
      expect(effects?.(folder) ?? [false, false]).toEqual([false, false]);
      expect(await client.said(allowed(folder))).toMatch(says);
      expect(effects?.(folder) ?? [true, false]).toEqual([true, false]);
      // oxlint-enable no-await-in-loop
    }
  });
});
