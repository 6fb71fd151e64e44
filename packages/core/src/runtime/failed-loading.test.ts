import { describe, expect, it, vi } from "vitest";
import { judgedRuntime, linesOf } from "../../test/judged-runtime.ts";
import { CapabilitySystem } from "../policy/capability-system.ts";
import { guard } from "./guard.ts";

vi.mock("libpg-query", () => ({ loadModule: () => Promise.reject(new Error("no such file")) }));

const POLICY = "allow: [{ capability: database.query, sql: { writes: false } }]";

describe("a runtime that cannot load the SQL grammar", () => {
  it("runs no tool, and the policy says why", async () => {
    const capabilitySystem = new CapabilitySystem().loadPolicyText(POLICY);
    const runtime = judgedRuntime({ capabilitySystem });
    const tool = vi.fn<(input: { readonly sql: string }) => string>(() => "rows");
    const query = guard({ runtime, agentId: "agent", capability: "database.query" }, tool);
    await expect(query({ sql: "select 1" })).rejects.toThrow("policy_error");
    await expect(query({ sql: "select 1" })).rejects.toThrow("policy_error");
    expect(tool).not.toHaveBeenCalled();
    expect(await linesOf(runtime)).toStrictEqual(["deny policy_error", "deny policy_error"]);
    await expect(capabilitySystem.ready()).rejects.toThrow(
      "cannot load the SQL grammar: no such file",
    );
  });
});
