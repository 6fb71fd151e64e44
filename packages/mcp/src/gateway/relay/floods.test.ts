import { describe, expect, it } from "vitest";
import { paying, PAYING } from "../../../test/gateway/paying.ts";
import { defaultSettings } from "../config/default-settings.ts";

const ELICITS = PAYING.replace("allow:", "allow:\n  - mcp.elicit").replace(
  "tools:",
  'tools:\n  "mcp:elicitation/create": mcp.elicit',
);
const FORM = { mode: "form", message: "who are you?", requestedSchema: { type: "object" } };

describe("each is judged and recorded, so that none can be had without end:", () => {
  it("requests of a server, which take nothing from the calls of the client", async () => {
    const limits = { ...defaultSettings("policy.yaml").limits, callsPerMinute: 3 };
    const { relayed, server } = paying({ policy: ELICITS, settings: { limits } });
    const client = await relayed.client("legacy", { elicitation: {} });
    client.answers = () => ({ result: { action: "decline" } });
    for (let id = 0; id < 20; id += 1) server.conversation.ask(id, "elicitation/create", FORM);
    await expect.poll(() => server.contacts.length).toBe(20);
    expect(client.asked).toHaveLength(3);
    expect(await relayed.decisions()).toHaveLength(3);
    expect((await client.call("read")).result).toBeDefined();
  });

  it("what one result asks for", async () => {
    const { relayed, server } = paying({ policy: ELICITS });
    const asks = Array.from({ length: 101 }, (_, index) => [
      String(index),
      { method: "elicitation/create", params: FORM },
    ]);
    server.on("tools/call", () => ({
      result: { resultType: "input_required", inputRequests: Object.fromEntries(asks) },
    }));
    const client = await relayed.client("modern", { elicitation: {} });
    expect((await client.call("read")).error?.message).toContain("more than 100");
    expect(await relayed.decisions()).toHaveLength(1);
  });

  it("what one stream is about", async () => {
    const { relayed, server } = paying();
    const client = await relayed.client("modern");
    const resourceSubscriptions = Array.from({ length: 1001 }, (_, index) => `file:///${index}`);
    const notifications = { resourceSubscriptions };
    const answer = await client.request("subscriptions/listen", { notifications });
    expect(answer.error?.code).toBe(-32_602);
    expect(server.contacts).toEqual([]);
    expect(await relayed.decisions()).toEqual([]);
  });
});
