import {
  LoggingMessageNotificationSchema,
  ResourceUpdatedNotificationSchema,
} from "@modelcontextprotocol/sdk/types.js";
import { expect, onTestFinished, test, vi } from "vitest";
import { served, upstreamsOf, workFolder } from "./behind-capfence.ts";
import { LegacyClient } from "./legacy-client.ts";
import { CLOSED, policyFor, type RealServer } from "./real-server.ts";
import { REAL_SERVERS, serverNamed } from "./real-servers.ts";

/** How many tools each of these versions has for a client that can be asked nothing. */
const TOOLS = {
  filesystem: 14,
  everything: 13,
  memory: 9,
  thinking: 1,
  sqlite: 22,
  git: 28,
  github: 26,
};

/** Two of them, one of which has more than tools. */
const TWO = [serverNamed("everything"), serverNamed("memory")];

const OPEN = "everything+demo://resource/static/document/features.md";
const DYNAMIC = "everything+demo://resource/dynamic/text/1";

async function behind(folder: string, servers: readonly RealServer[]): Promise<LegacyClient> {
  const upstreams = upstreamsOf(servers, folder);
  const { url, stop } = await served(upstreams, policyFor(...servers), folder);
  onTestFinished(stop);
  return LegacyClient.at(url);
}

test("seven servers are one server to a client, each with its own names", async () => {
  const folder = workFolder();
  const agent = await behind(folder, REAL_SERVERS);
  const { client } = agent;
  expect(client.getServerVersion()).toMatchObject({ name: "capfence" });
  expect(client.getInstructions()).toContain("# everything\n\n# Everything Server");

  const counts: Record<string, number> = {};
  for (const { name } of await agent.tools()) {
    const [upstream = ""] = name.split("__");
    counts[upstream] = (counts[upstream] ?? 0) + 1;
  }
  expect(counts).toEqual(TOOLS);

  // Each call goes to its own server, also when all go at once.
  await Promise.all(
    REAL_SERVERS.map(async ({ name, first, allowed, denied, says, effects }) => {
      const call = (own: ReturnType<typeof allowed>): Promise<string> =>
        agent.said({ ...own, name: `${name}__${own.name}` });
      if (first !== undefined) await call(first(folder));
      expect(await call(denied(folder))).toContain("Denied by policy (policy_deny)");
      expect(await call(allowed(folder))).toMatch(says);
      expect(effects?.(folder) ?? [true, false]).toEqual([true, false]);
    }),
  );
  expect(await agent.said({ name: "echo", arguments: {} })).toContain("Unknown tool");
});

test("resources of several servers are listed, read and linked to by URIs of their own", async () => {
  const { client } = await behind(workFolder(), TWO);
  const { resources } = await client.listResources();
  expect(resources.map(({ uri }) => uri)).toContain(OPEN);
  expect(resources.map(({ uri }) => uri)).not.toContain(`everything+${CLOSED}`);
  expect((await client.readResource({ uri: OPEN })).contents).toMatchObject([{ uri: OPEN }]);
  await expect(client.readResource({ uri: `everything+${CLOSED}` })).rejects.toThrow("Denied");
  await expect(client.readResource({ uri: CLOSED })).rejects.toThrow("names nothing");
  const { resourceTemplates } = await client.listResourceTemplates();
  expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toContain(
    "everything+demo://resource/dynamic/text/{resourceId}",
  );
  expect((await client.readResource({ uri: DYNAMIC })).contents).toMatchObject([{ uri: DYNAMIC }]);

  // What results refer to can be read as it stands there.
  const links = await client.callTool({
    name: "everything__get-resource-links",
    arguments: { count: 1 },
  });
  const [link] = (links.content as { readonly type: string; readonly uri: string }[]).filter(
    ({ type }) => type === "resource_link",
  );
  const read = await client.readResource({ uri: link?.uri ?? "" });
  expect(read.contents).toMatchObject([{ uri: link?.uri }]);
});

test("prompts of several servers are listed, completed and got by names of their own", async () => {
  const { client } = await behind(workFolder(), TWO);
  const { prompts } = await client.listPrompts();
  expect(prompts.map(({ name }) => name)).toContain("everything__args-prompt");
  const args = { name: "everything__args-prompt", arguments: { city: "Ulm" } };
  expect(JSON.stringify(await client.getPrompt(args))).toContain("weather in Ulm");
  const embedded = { resourceType: "Text", resourceId: "1" };
  const asked = { name: "everything__resource-prompt", arguments: embedded };
  expect(JSON.stringify(await client.getPrompt(asked))).toContain(`"uri":"${DYNAMIC}"`);
  const { completion } = await client.complete({
    ref: { type: "ref/prompt", name: "everything__completable-prompt" },
    argument: { name: "department", value: "S" },
  });
  expect(completion.values).toEqual(["Sales", "Support"]);
});

test("what one of several servers tells of its own accord arrives", async () => {
  const agent = await behind(workFolder(), TWO);
  const { client } = agent;
  const updated = vi.fn<(uri: string) => void>();
  client.setNotificationHandler(ResourceUpdatedNotificationSchema, ({ params }) =>
    updated(params.uri),
  );
  await client.subscribeResource({ uri: DYNAMIC });
  await agent.said({ name: "everything__toggle-subscriber-updates", arguments: {} });
  await vi.waitFor(() => expect(updated).toHaveBeenCalledWith(DYNAMIC));

  const logged = vi.fn<(level: string) => void>();
  client.setNotificationHandler(LoggingMessageNotificationSchema, ({ params }) =>
    logged(params.level),
  );
  await client.setLoggingLevel("debug");
  await agent.said({ name: "everything__toggle-simulated-logging", arguments: {} });
  await vi.waitFor(() => expect(logged).toHaveBeenCalled());

  const progress = vi.fn<() => void>();
  const slow = {
    name: "everything__trigger-long-running-operation",
    arguments: { duration: 0.2, steps: 2 },
  };
  await client.callTool(slow, undefined, { onprogress: progress });
  expect(progress).toHaveBeenCalledTimes(2);
});
