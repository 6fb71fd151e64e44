import { beforeEach, describe, expect, it, vi } from "vitest";
import { judgedRuntime, linesOf, recordsOf } from "../../test/judged-runtime.ts";
import { CapabilitySystem } from "../policy/capability-system.ts";
import { AgentActionBlocked, denialMessage } from "./blocked.ts";
import { Guard, type GuardedCall } from "./guard.ts";
import type { GuardOptions } from "./guard-options.ts";
import type { ActionRuntime } from "./runtime.ts";

const tool = vi.fn<() => string>(() => "sent");
const unreviewed = "tool_unreviewed";
const words = "the definition of this tool is new or has changed, and nobody has reviewed it since";

let runtime: ActionRuntime;
beforeEach(() => {
  runtime = judgedRuntime();
  tool.mockClear();
});

const guardOf = (options: Partial<GuardOptions> = {}): Guard =>
  new Guard({ runtime, agentId: "agent", ...options });

const call = (part: Partial<GuardedCall<string>> = {}): GuardedCall<string> => ({
  toolName: "mapped_tool",
  input: { amount: 5 },
  invoke: tool,
  ...part,
});

async function blockOf(running: Promise<unknown>): Promise<AgentActionBlocked | undefined> {
  return AgentActionBlocked.find(await running.catch((error: unknown) => error));
}

describe("a call that an adapter has refused", () => {
  it("is recorded for whom it was made, and does not run though the policy allows it", async () => {
    const run = (): Promise<string> => guardOf().run(call({ refusal: unreviewed }));
    const blocked = await blockOf(runtime.withIdentity({ actor: "alice" }, run));
    expect(blocked?.reason).toBe(unreviewed);
    expect(blocked?.message).toBe(`Blocked: tool_unreviewed: ${words}`);
    expect(tool).not.toHaveBeenCalled();
    expect(await recordsOf(runtime)).toMatchObject([
      { actor: "alice", capability: "payments.transfer", reason: unreviewed, authorized: false },
    ]);
    expect(await guardOf().run(call())).toBe("sent");
  });

  it("tells the model that nobody has reviewed the tool", async () => {
    const blocked = await blockOf(guardOf().run(call({ refusal: unreviewed })));
    expect(JSON.parse(denialMessage(blocked as AgentActionBlocked))).toMatchObject({
      tool: "mapped_tool",
      reason: unreviewed,
      explanation: words,
      retryable: false,
    });
  });

  it("is refused before the policy is asked, for that reason also where it has no capability", async () => {
    const decide = vi.fn<() => never>();
    runtime = judgedRuntime({ capabilitySystem: { decide } });
    const mapped = guardOf({ capability: "payments.transfer" });
    for (const guard of [mapped, guardOf()])
      expect((await blockOf(guard.run(call({ refusal: unreviewed }))))?.reason).toBe(unreviewed);
    expect(decide).not.toHaveBeenCalled();
    expect(tool).not.toHaveBeenCalled();
  });

  it("waits for nothing, and asks nobody for an approval", async () => {
    const guard = guardOf({ onApproval: "wait" });
    const asking = call({ input: { amount: 5000 }, refusal: unreviewed });
    expect(await guard.preview(asking)).toBeUndefined();
    expect(await guard.ask(asking)).toBeUndefined();
    expect((await blockOf(guard.run(asking)))?.reason).toBe(unreviewed);
    expect(await linesOf(runtime)).toEqual(["deny tool_unreviewed"]);
    expect(await runtime.approvals.pending()).toEqual([]);
    expect(tool).not.toHaveBeenCalled();
  });

  it("does not run in an emergency, either", async () => {
    vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
    runtime = judgedRuntime({ emergencyBypass: { longestSeconds: 60 } });
    await runtime.bypass({ actor: "agent", reason: "fire", seconds: 60 });
    const refused = { toolName: "mapped_tool", refusal: unreviewed } as const;
    expect(guardOf().couldRun(refused)).toBe(false);
    expect((await blockOf(guardOf().run(call(refused))))?.reason).toBe(unreviewed);
    expect(tool).not.toHaveBeenCalled();
  });

  it("runs in observe mode, as everything does, and the record says what would have happened", async () => {
    runtime = judgedRuntime({ mode: "observe" });
    expect(await guardOf().run(call({ refusal: unreviewed }))).toBe("sent");
    expect(await linesOf(runtime)).toEqual(["deny tool_unreviewed", "succeeded"]);
  });
});

describe("Guard.couldRun", () => {
  it("asks for who acts, where, and for the capability of the tool", () => {
    const capabilitySystem = new CapabilitySystem().loadPolicyText(`
deny: [{ capability: files.read, environment: production }]
allow: [{ capability: files.read, actor: alice, framework: mcp, user_role: clerk }]
`);
    runtime = judgedRuntime({ capabilitySystem });
    const capabilities = { reader: "files.read", writer: "files.write" };
    const context = { userRole: "clerk" };
    const could = (toolName: string, actor: string, environment: string): boolean =>
      runtime.withIdentity({ actor, environment }, () =>
        guardOf({ capabilities, framework: "mcp" }).couldRun({ toolName, context }),
      );
    expect(could("reader", "alice", "staging")).toBe(true);
    expect(could("writer", "alice", "staging")).toBe(false);
    expect(could("reader", "bob", "staging")).toBe(false);
    expect(could("reader", "alice", "production")).toBe(false);
  });

  it.each([
    ["without a capability", { toolName: "unknown" }],
    ["that is refused", { toolName: "mapped_tool", refusal: unreviewed }],
  ] as const)("is false for a tool %s, but in observe mode as it then runs", async (_, listed) => {
    expect(guardOf().couldRun(listed)).toBe(false);
    expect(await blockOf(guardOf().run(call(listed)))).toBeDefined();
    expect(tool).not.toHaveBeenCalled();
    runtime = judgedRuntime({ mode: "observe" });
    expect(guardOf().couldRun(listed)).toBe(true);
    expect(await guardOf().run(call(listed))).toBe("sent");
  });

  it.each(["", "a\u202eb", "x".repeat(1025)])(
    "is false for a tool named %j, of which no call could be recorded",
    async (toolName) => {
      const guard = guardOf({ capability: "payments.transfer" });
      expect(guard.couldRun({ toolName })).toBe(false);
      await expect(guard.run(call({ toolName }))).rejects.toThrow("toolName");
      expect(tool).not.toHaveBeenCalled();
    },
  );
});
