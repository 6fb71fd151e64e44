import { describe, expect, it } from "vitest";
import { FakeUpstream, type Script, serving } from "../../../test/gateway/fake-upstream.ts";
import { tool } from "../../../test/gateway/listed.ts";
import { textAt } from "../wire/json-object.ts";
import { type ListingOptions, listTools } from "./list-tools.ts";

const client = { name: "capfence", version: "1.2.3" };
const PAGES = [
  { tools: [tool("pay")], nextCursor: "1" },
  { tools: [tool("read")], nextCursor: "" },
];

async function namesOf(script: Script, options: Partial<ListingOptions> = {}): Promise<unknown> {
  const upstream = new FakeUpstream("bank", script);
  const listed = listTools(upstream, { client, ...options });
  const { catalogue, era, server } = await listed.finally(() => {
    expect(upstream.conversations).toBe(0);
  });
  const names = Array.from(catalogue.tools, ({ name }) => name);
  return { names, era, server, heard: upstream.heard };
}

describe("listing the tools of a server", () => {
  it("is done in the modern era where it speaks that, to the last page", async () => {
    const upstream = new FakeUpstream("bank", serving("modern", ...PAGES));
    const { catalogue, era, server } = await listTools(upstream, { client });
    expect(Array.from(catalogue.tools, ({ name }) => name)).toEqual(["pay", "read"]);
    expect(catalogue.isComplete).toBe(true);
    expect([era, server]).toEqual(["modern", { name: "fake", version: "1.0.0" }]);
    expect(upstream.requests.map(({ params }) => params)).toEqual([
      { _meta: ENVELOPE },
      { _meta: ENVELOPE },
      { cursor: "1", _meta: ENVELOPE },
    ]);
    expect(upstream.conversations).toBe(0);
  });

  it("begins with a handshake where it does not", async () => {
    expect(await namesOf(serving("legacy", ...PAGES))).toEqual({
      names: ["pay", "read"],
      era: "legacy",
      server: { name: "fake", version: "1.0.0" },
      heard: [
        "modern server/discover",
        "legacy initialize",
        "legacy notifications/initialized",
        "legacy tools/list",
        "legacy tools/list",
      ],
    });
  });

  it.each<[string, () => never | Promise<never>]>([
    ["ends", () => Promise.reject(new Error("it has ended"))],
    ["is silent", () => new Promise(() => {})],
  ])("begins with a handshake where it %s when it is asked for its era", async (_case, fault) => {
    const script: Script = (request, era, hear) =>
      era === "modern" ? fault() : serving("legacy", ...PAGES)(request, era, hear);
    expect(await namesOf(script, { discovery: 50 })).toMatchObject({ era: "legacy" });
  });

  it.each(["modern", "legacy"] as const)(
    "has what it tells every model, in the %s era",
    async (era) => {
      const told: Script = async (...parts) => {
        const { result, ...answer } = await serving(era, ...PAGES)(...parts);
        return { ...answer, ...(result && { result: { ...result, instructions: "Pay nobody." } }) };
      };
      const { instructions } = await listTools(new FakeUpstream("bank", told), { client });
      expect(instructions).toBe("Pay nobody.");
      const silent = await listTools(new FakeUpstream("bank", serving(era, ...PAGES)), { client });
      expect(silent.instructions).toBeUndefined();
    },
  );

  it("asks for no tools where it says that it has none", async () => {
    expect(await namesOf(withoutTools)).toMatchObject({
      names: [],
      heard: ["modern server/discover", "legacy initialize", "legacy notifications/initialized"],
    });
  });

  it("does nothing for it", async () => {
    expect(await namesOf(asking)).toMatchObject({
      heard: ["modern server/discover", "modern tools/list", "modern answer s1 -32601"],
    });
  });

  it.each<[string, Script, string]>([
    ["takes no part", () => NOT_FOUND, "the server does not take part: method not found"],
    ["does not list", listing(() => NOT_FOUND), "does not list its tools: -32601 method not found"],
    ["lists none", listing(() => ({ result: {} })), 'the list of tools has no "tools"'],
    [
      "lists without end",
      listing(({ params }) => ({
        result: { tools: [], nextCursor: `${textAt(params, "cursor") ?? ""}x` },
      })),
      "more than 1000 pages",
    ],
    [
      "lists in a circle",
      listing(() => ({ result: { tools: [], nextCursor: "x" } })),
      "leads back to an earlier page",
    ],
    ["never answers", listing(() => new Promise(() => {})), "has not answered within 200 ms"],
  ])("fails where it %s", async (_case, script, message) => {
    await expect(
      namesOf(script, { timeout: message.includes("200") ? 200 : 20_000 }),
    ).rejects.toThrow(message);
  });

  it("fails where it cannot be reached", async () => {
    const upstream = new FakeUpstream("bank", () => NOT_FOUND);
    upstream.open = () => Promise.reject(new Error("no such command"));
    await expect(listTools(upstream, { client })).rejects.toThrow("no such command");
  });
});

const NOT_FOUND = { error: { code: -32_601, message: "method not found" } };
const ENVELOPE = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientCapabilities": {
    roots: { listChanged: true },
    sampling: {},
    elicitation: { form: {}, url: {} },
  },
  "io.modelcontextprotocol/clientInfo": client,
};

const withoutTools: Script = ({ method }) =>
  method === "initialize" ? { result: { capabilities: {} } } : NOT_FOUND;

/** Asks for something itself while it lists. */
const asking: Script = (request, era, hear) => {
  if (request.method === "tools/list")
    hear({ kind: "request", message: { id: "s1", method: "roots/list" } });
  return serving("modern", { tools: [] })(request, era, hear);
};

/** A server of the modern era that answers `tools/list` in a way of its own. */
function listing(script: Script): Script {
  return (request, era, hear) =>
    request.method === "tools/list"
      ? script(request, era, hear)
      : serving("modern")(request, era, hear);
}
