import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ActionEvent } from "../../action/event.ts";
import { ConfigurationError } from "../../errors.ts";
import { guard } from "../../runtime/guard.ts";
import { ActionRuntime } from "../../runtime/runtime.ts";
import { MemoryStorage } from "../../storage/memory.ts";
import { OpaDecisionPoint } from "./opa-decision-point.ts";

const EVENT = ActionEvent.create({ actor: "agent", capability: "files.read", payload: {} });
const ALLOW = JSON.stringify({ result: { verdict: "allow", matched_policy: "all" } });

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

async function serve(
  listener: RequestListener,
  headers: Readonly<Record<string, string>> = {},
): Promise<OpaDecisionPoint> {
  server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${port}/`;
  return new OpaDecisionPoint({ url, path: "a/b", timeoutMilliseconds: 300, headers });
}

const answering =
  (body: string | Buffer, status = 200): RequestListener =>
  (_request, response) => {
    response.writeHead(status).end(body);
  };

describe("an OPA server that cannot be relied on", () => {
  it.each([
    ["answers with an error", answering(ALLOW, 500), "the server answered 500"],
    ["answers with another success", answering(ALLOW, 204), "the server answered 204"],
    ["answers with no JSON", answering("allow"), "JsonError"],
    ["answers with a key twice", answering('{"result":false,"result":true}'), "JsonError"],
    ["answers with a list", answering("[true]"), "not an object"],
    ["answers with text", answering('{"result":"allow"}'), "neither a boolean nor an object"],
    ["answers without a verdict", answering('{"result":{}}'), "unknown verdict null"],
    ["answers with bytes that are no text", answering(Buffer.from([0xff, 0xfe])), "TypeError"],
    ["answers without end", answering(`"${"x".repeat(70_000)}"`), "longer than 65536 bytes"],
    ["never answers", () => undefined, "TimeoutError"],
    [
      "hangs in the middle of an answer",
      (_request, response) => void response.write('{"result":'),
      "TimeoutError",
    ],
    ["breaks the connection", (request) => void request.socket.destroy(), "TypeError"],
    [
      "sends elsewhere",
      (_request, response) => void response.writeHead(307, { location: "/other" }).end(),
      "TypeError",
    ],
  ] satisfies readonly (readonly [string, RequestListener, string])[])(
    "denies and says why if it %s",
    async (_, listener, words) => {
      const decision = await (await serve(listener)).decide(EVENT);
      expect(decision).toMatchObject({ effect: "deny", reason: "policy_error" });
      expect(decision.rule?.reason).toContain(words);
    },
  );

  it("denies where nobody listens, and the tool is not called", async () => {
    const point = new OpaDecisionPoint({ url: "http://127.0.0.1:1", path: "a/b" });
    const runtime = new ActionRuntime({ capabilitySystem: point, storage: new MemoryStorage() });
    const tool = vi.fn<(input: object) => Promise<void>>();
    const read = guard({ runtime, agentId: "agent", capability: "files.read" }, tool);
    await expect(read({})).rejects.toThrow("Blocked: policy_error");
    expect(tool).not.toHaveBeenCalled();
  });
});

describe("a question to an OPA server", () => {
  it("carries the headers it is given, and asks for the bundles' revisions, which the digest follows", async () => {
    let revision = "one";
    const seen: unknown[] = [];
    const point = await serve(
      (request, response) => {
        seen.push([request.method, request.url, request.headers.authorization]);
        const provenance = { bundles: { main: { revision } } };
        response.end(JSON.stringify({ result: true, provenance }));
      },
      { authorization: "Bearer x" },
    );
    const first = await point.decide(EVENT);
    revision = "two";
    const second = await point.decide(EVENT);
    expect(second.policyDigest).not.toBe(first.policyDigest);
    expect(seen[0]).toEqual(["POST", "/v1/data/a/b?provenance=true", "Bearer x"]);
  });

  it.each([
    ["an address that is none", { url: "opa", path: "a" }],
    ["an address of another kind", { url: "file:///opa", path: "a" }],
    ["a path that leads elsewhere", { url: "http://opa", path: "../policies" }],
    ["an empty path", { url: "http://opa", path: "" }],
    ["no time", { url: "http://opa", path: "a", timeoutMilliseconds: 0 }],
  ])("is refused for %s", (_, options) => {
    expect(() => new OpaDecisionPoint(options)).toThrow(ConfigurationError);
  });

  it("is about the capability that the host gives a tool", () => {
    const tools = { read_file: "files.read" };
    const point = new OpaDecisionPoint({ url: "http://opa", path: "a", tools });
    expect(point.capabilityOfTool("read_file")).toBe("files.read");
    expect(point.capabilityOfTool("other")).toBeUndefined();
  });
});
