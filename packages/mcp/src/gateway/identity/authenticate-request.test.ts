import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BASE_URL } from "../../../test/gateway/authenticating.ts";
import { singleHeaders } from "../front/request-checks.ts";
import { authenticateRequest } from "./authenticate-request.ts";
import { authenticatorFor } from "./authenticator-for.ts";

let server: Server;

beforeAll(async () => {
  const sha256 = createHash("sha256").update("token").digest("hex");
  const settings = { actor: "nobody", bearer: [{ sha256, actor: "agent" }] };
  const authenticator = await authenticatorFor(settings, BASE_URL);
  server = createServer((incoming, response) => {
    const asked = (async () =>
      authenticateRequest(authenticator, singleHeaders(incoming), incoming.url))();
    asked.then(
      () => response.writeHead(200).end(),
      (failure: { readonly status?: number }) => response.writeHead(failure.status ?? 500).end(),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterAll(() => server.close());

async function statusOf(path: string, ...authorization: readonly string[]): Promise<unknown> {
  const { port } = server.address() as AddressInfo;
  const asked = request({ host: "127.0.0.1", port, path });
  if (authorization.length > 0) asked.setHeader("Authorization", authorization);
  asked.end();
  const [response] = await once(asked, "response");
  response.resume();
  return response.statusCode;
}

describe("a request over HTTP", () => {
  it("is that of whoever has the token in its header", async () => {
    expect(await statusOf("/mcp?a=1", "Bearer token")).toBe(200);
    expect(await statusOf("/mcp")).toBe(401);
  });

  it("is refused with two headers, also where the first would do, or both say the same", async () => {
    expect(await statusOf("/mcp", "Bearer token", "Bearer other")).toBe(400);
    expect(await statusOf("/mcp", "Bearer other", "Bearer token")).toBe(400);
    expect(await statusOf("/mcp", "Bearer token", "Bearer token")).toBe(400);
    expect(await statusOf("/mcp", "Bearer token", "Basic dG9rZW4=")).toBe(400);
    expect(await statusOf("/mcp", "Basic dG9rZW4=", "Bearer token")).toBe(400);
  });

  it("is refused with a token in its query, also beside one in its header", async () => {
    expect(await statusOf("/mcp?access_token=token")).toBe(400);
    expect(await statusOf("/mcp?a=1&access%5Ftoken=token", "Bearer token")).toBe(400);
  });
});
