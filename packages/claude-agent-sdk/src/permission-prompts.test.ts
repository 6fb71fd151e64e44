import { type CanUseTool, type Options, query } from "@anthropic-ai/claude-agent-sdk";
import type { ActionRuntime } from "@capfence/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Claude } from "../test/claude.ts";
import { bank, linesOf, paymentsRuntime, payTool } from "../test/payments.ts";
import { pay } from "../test/scripted-calls.ts";
import { guardOptions } from "./guard-options.ts";
import { guardQuery, type QueryFunction } from "./guard-query.ts";
import { guardTool } from "./guard-tool.ts";
import type { ClaudeGuardOptions } from "./options.ts";

// Each run starts Claude Code, which takes long where many processes share few cores.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let claude: Claude;
let runtime: ActionRuntime;
let paid: unknown[];

beforeAll(async () => {
  claude = await Claude.start();
});
afterAll(() => claude.close());
beforeEach(() => {
  runtime = paymentsRuntime();
  paid = [];
  claude.api.requests = [];
  claude.api.refusesStreams = false;
});

const guard = (more: Partial<ClaudeGuardOptions> = {}): ClaudeGuardOptions => ({
  runtime,
  agentId: "agent",
  onBlocked: "message",
  ...more,
});
const guarded = (more: Partial<ClaudeGuardOptions> = {}): QueryFunction =>
  guardQuery(query, guard(more));
/** A server whose tool is not guarded itself. */
const plainBank = () => ({ mcpServers: { bank: bank(payTool(paid)) } });
const denials = (): readonly string[] =>
  claude.api.results().map(({ text }) => /"reason":"(\w+)"/.exec(text)?.[1] ?? text);

describe("canUseTool", () => {
  it("has what it changes judged again, can say no, and is asked once of each call", async () => {
    const asked: unknown[] = [];
    const canUseTool: CanUseTool = async (_name, input) => {
      asked.push(input["amount"]);
      if (input["amount"] === 3) return { behavior: "deny", message: "not now" };
      const changed = { 4: 6, 5: 500 }[String(input["amount"])];
      return { behavior: "allow", updatedInput: changed ? { amount: changed } : input };
    };
    const pausing = guard({ onApproval: "pause", approver: () => ({ by: "carol" }) });
    const seen: unknown[] = [];
    const vault = bank(guardTool(payTool(seen), pausing));
    claude.api.turns = [
      [pay(5)],
      [pay(4)],
      [pay(3)],
      [{ name: "mcp__vault__pay", input: { amount: 50 } }],
    ];
    const options: Options = {
      permissionMode: "default",
      allowDangerouslySkipPermissions: false,
      mcpServers: { ...plainBank().mcpServers, vault },
      canUseTool,
    };
    await claude.run(options, guardQuery(query, pausing));
    expect(asked).toEqual([5, 4, 3, 50]);
    expect(denials()).toEqual(["policy_deny", "paid 6", "not now", "paid 50"]);
    expect([paid, seen]).toEqual([[{ amount: 6, to: "bob" }], [{ amount: 50, to: "bob" }]]);
    const changed = "failed: Error: not run: its arguments were changed, and are judged anew";
    expect(await linesOf(runtime)).toEqual([
      "mcp__bank__pay policy_allow",
      changed,
      "mcp__bank__pay policy_deny",
      "mcp__bank__pay policy_allow",
      changed,
      "mcp__bank__pay policy_allow",
      "succeeded",
      "mcp__bank__pay policy_allow",
      "unknown: Error: Claude Code did not say what became of it",
      "pay approval_required",
      "pay approval_granted",
      "succeeded",
    ]);
  });
});

describe("a deferred call", () => {
  it("is not run where Claude Code cannot defer it, with several calls in one message", async () => {
    claude.api.refusesStreams = true;
    claude.api.turns = [[pay(50), pay(51)]];
    const { result } = await claude.run(plainBank(), guarded({ onApproval: "pause" }));
    expect(result).not.toHaveProperty("deferred_tool_use");
    expect(claude.api.results().map(({ isError }) => isError)).toEqual([true, true]);
    expect(paid).toEqual([]);
  });

  it("is not left to a prompt that CapFence cannot see", () => {
    expect(() =>
      guardOptions({ permissionPromptToolName: "mcp__ask__me" }, guard({ onApproval: "pause" })),
    ).toThrow(/permissionPromptToolName "mcp__ask__me"/);
  });
});
