import { afterEach, describe, expect, it } from "vitest";
import type { UpstreamSettings } from "./config/settings.ts";
import { ServerSet } from "./server-set.ts";
import { RequestNotSent } from "./upstream/conversation.ts";

const NOTHING = { info: () => {}, warn: () => {}, error: () => {} };
const EVENTS = { hear: () => {}, ended: () => {}, fault: () => {} };

/** A server that says nothing and lives as long as its input. */
function silent(mark: string): UpstreamSettings {
  const args = ["-e", `process.stdin.resume(); // ${mark}`];
  return { kind: "stdio", command: process.execPath, args, env: {} };
}

let servers: ServerSet;
afterEach(() => servers.close());

async function use(settings: Readonly<Record<string, UpstreamSettings>>): Promise<void> {
  (await servers.prepare(new Map(Object.entries(settings))))();
}

describe("the servers behind a gateway", () => {
  it("stay where their settings stay as they are, and only there", async () => {
    servers = new ServerSet(NOTHING);
    await use({ a: silent("a"), b: silent("b"), c: silent("c") });
    const [a, b, c] = [...servers.upstreams.values()];
    await use({ b: silent("b"), a: silent("another"), d: silent("d") });
    expect([...servers.upstreams.keys()]).toEqual(["b", "a", "d"]);
    expect(servers.upstreams.get("b")).toBe(b);
    expect(servers.upstreams.get("a")).not.toBe(a);
    // What is not named any more starts nothing.
    await expect(a?.open("legacy", EVENTS)).rejects.toThrow(RequestNotSent);
    await expect(c?.open("legacy", EVENTS)).rejects.toThrow(RequestNotSent);
    await expect(b?.open("legacy", EVENTS)).resolves.toBeDefined();
  });

  it("do not change before they are put in their place", async () => {
    servers = new ServerSet(NOTHING);
    await use({ a: silent("a") });
    const before = servers.upstreams;
    await servers.prepare(new Map([["b", silent("b")]]));
    expect(servers.upstreams).toBe(before);
  });

  it("may be reached over HTTP", async () => {
    servers = new ServerSet(NOTHING);
    await use({ crm: { kind: "http", url: "http://127.0.0.1:9/", headers: {} } });
    expect(servers.upstreams.get("crm")?.name).toBe("crm");
  });
});
