import { describe, expect, it, vi } from "vitest";
import { judgedRuntime, recordsOf } from "../../test/judged-runtime.ts";
import { CapabilitySystem } from "../policy/capability-system.ts";
import type { AgentActionBlocked } from "../runtime/blocked.ts";
import { Enforcement } from "./enforcement.ts";

/** What a made-up framework says of a call. */
interface Native {
  readonly user: string;
}

const runtime = judgedRuntime({
  capabilitySystem: new CapabilitySystem().loadPolicyText(
    "allow: [{ capability: files.read, actor: alice, framework: made-up }]",
  ),
});
const adapter = new Enforcement<Native>("made-up", {
  runtime,
  agentId: "agent",
  onBlocked: "message",
  capabilities: { reader: "files.read" },
  identify: ({ user }) => ({ actor: user }),
  approver: () => ({ by: "carol" }),
});
const alice = { user: "alice" };

describe("Enforcement.couldRun", () => {
  it("asks for whom the framework knows, and records nothing", async () => {
    expect(adapter.couldRun({ toolName: "reader", native: alice })).toBe(true);
    expect(adapter.couldRun({ toolName: "reader", native: { user: "bob" } })).toBe(false);
    expect(adapter.couldRun({ toolName: "writer", native: alice })).toBe(false);
    const refusal = "tool_unreviewed";
    expect(adapter.couldRun({ toolName: "reader", native: alice, refusal })).toBe(false);
    expect(await recordsOf(runtime)).toEqual([]);
  });
});

describe("a call that its adapter has refused", () => {
  it("does not run, whatever a human answers, and is denied in the framework's own way", async () => {
    const invoke = vi.fn<() => string>(() => "read");
    const call = { toolName: "reader", input: {}, native: alice, invoke } as const;
    const refused = {
      ...call,
      refusal: "tool_unreviewed",
      deny: ({ reason }: AgentActionBlocked) => `no: ${reason}`,
    } as const;
    expect(await adapter.pending(refused)).toBeUndefined();
    expect(await adapter.run(refused)).toBe("no: tool_unreviewed");
    expect(await adapter.run({ ...refused, answer: { approved: true } })).toBe(
      "no: tool_unreviewed",
    );
    expect(invoke).not.toHaveBeenCalled();
    expect(await recordsOf(runtime)).toMatchObject([
      { actor: "alice", reason: "tool_unreviewed" },
      { actor: "alice", reason: "tool_unreviewed" },
    ]);
    expect(await adapter.run(call)).toBe("read");
  });
});
