import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openSession } from "./caller.ts";
import { measureGateway } from "./gateway.ts";

const main = join(import.meta.dirname, "../../../packages/cli/src/main.ts");

describe("bench gateway", () => {
  it("says what the gateway and other proxies add to a call, and how soon it is ready", async () => {
    const { json, text } = await measureGateway(["--conditions=@capfence/source", main], true);
    const paths = json["paths"] as Record<string, { readonly p50: number }>;
    expect(Object.keys(paths)).toEqual([
      "HTTP",
      "HTTP > CapFence > HTTP",
      "HTTP > CapFence > stdio",
      "HTTP > mcp-proxy > stdio",
      "HTTP > supergateway > stdio",
      "stdio",
      "stdio > CapFence > stdio",
      "the log alone",
    ]);
    for (const [name, { p50 }] of Object.entries(paths)) {
      expect(p50).toBeGreaterThan(0);
      expect(text).toContain(name);
    }
    expect(json["ready"]).toMatchObject({ node: expect.any(Number), wrap: expect.any(Number) });
  }, 120_000);

  it("does not time a call that is denied", async () => {
    const call = await openSession(async () => '{"result":{"isError":true}}');
    await expect(call()).rejects.toThrow("a call was answered");
  });

  it("says why a gateway does not start", async () => {
    await expect(measureGateway([join(import.meta.dirname, "missing.js")], true)).rejects.toThrow(
      "missing.js",
    );
  });
});
