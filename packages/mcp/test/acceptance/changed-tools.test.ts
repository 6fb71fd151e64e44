import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { Place } from "./place.ts";
import { SdkClient } from "./sdk-client.ts";
import { POLICY } from "./settings.ts";

const place = new Place();
const connect = (kind: "v1" | "v2 modern", more: Record<string, string> = {}): Promise<SdkClient> =>
  SdkClient.connect(kind, {
    command: place.wrapping("--name", "bank"),
    cwd: place.folder,
    env: { ...place.environment, ...more },
  });

beforeEach(() => place.file("policy.yaml", POLICY));
afterAll(() => place.close());

const reads = (): number => place.callsOf("read").length;

describe.each(["v1", "v2 modern"] as const)("a tool that changes before a client of %s", (kind) => {
  it("is called no more once its server has said so", async () => {
    const client = await connect(kind);
    expect(await client.tools()).toContain("read");
    expect(await client.call("read")).toBe("ran read");
    const before = reads();
    expect(await client.call("change")).toBe("changed");
    expect(await client.call("read")).toContain("tool_unreviewed");
    expect(await client.tools()).toEqual([]);
    expect(await client.call("read")).toContain("tool_unreviewed");
    expect(reads()).toBe(before);
    await client.close();
  });

  it("is called no more once anybody has seen that it has, and its server says nothing", async () => {
    const client = await connect(kind);
    expect(await client.tools()).toContain("read");
    expect(await client.call("change", { quietly: true })).toBe("changed");
    expect(await client.tools()).toEqual([]);
    const before = reads();
    expect(await client.call("read")).toContain("tool_unreviewed");
    expect(reads()).toBe(before);
    await client.close();
  });

  it("is called no more where it has changed between two starts", async () => {
    const client = await connect(kind, { BANK_TOOLS: "something else" });
    const before = reads();
    expect(await client.call("read")).toContain("tool_unreviewed");
    expect(await client.tools()).toEqual([]);
    expect(reads()).toBe(before);
    await client.close();
    const again = await connect(kind);
    expect(await again.call("read")).toBe("ran read");
    await again.close();
  });
});

it("is in the log as refused, and the log verifies", async () => {
  const { output } = await place.run("logs", "--json", "--decision", "deny");
  expect(output.match(/"tool_unreviewed"/g)?.length).toBeGreaterThanOrEqual(6);
  expect(await place.run("verify")).toMatchObject({ code: 0 });
});
