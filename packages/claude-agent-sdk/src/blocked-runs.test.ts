import { type HookCallback, query } from "@anthropic-ai/claude-agent-sdk";
import { type ActionRuntime, AgentActionBlocked } from "@capfence/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Claude } from "../test/claude.ts";
import { bank, linesOf, paymentsRuntime, payTool } from "../test/payments.ts";
import { bash, pay } from "../test/scripted-calls.ts";
import { guardOptions } from "./guard-options.ts";
import { guardQuery } from "./guard-query.ts";
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
/** A server whose tool is not guarded itself. */
const plainBank = () => ({ mcpServers: { bank: bank(payTool(paid)) } });
const guardedBank = (more: Partial<ClaudeGuardOptions> = {}) => ({
  mcpServers: { bank: bank(guardTool(payTool(paid), guard(more))) },
});
const failing: HookCallback = async () => {
  throw new Error("out of order");
};

describe("an agent in throw mode", () => {
  it("is stopped by guardOptions, which can throw nothing, before its model is asked again", async () => {
    claude.api.turns = [[bash("touch forbidden")]];
    const { error, result } = await claude.run(
      guardOptions(claude.options, guard({ onBlocked: "throw" })),
    );
    expect([error, result?.terminal_reason]).toEqual([undefined, "hook_stopped"]);
    expect(claude.api.requests).toHaveLength(1);
  });

  it("goes on after an error of a guarded tool itself, and is stopped by a block of it", async () => {
    const throwing = guard({ onBlocked: "throw" });
    claude.api.turns = [[pay(7)], [pay(500)]];
    const { error } = await claude.run(guardedBank(throwing), guardQuery(query, throwing));
    expect(AgentActionBlocked.isInstance(error)).toBe(true);
    expect(claude.api.results()[0]?.text).toContain("the bank is closed");
    expect(claude.api.requests).toHaveLength(2);
    expect(await linesOf(runtime)).toEqual([
      "pay policy_allow",
      "failed: Error: the bank is closed",
      "pay policy_deny",
    ]);
  });
});

describe("a failing guard", () => {
  it("blocks its call, also when it is too late, where a plain hook that fails lets it through", async () => {
    claude.api.turns = [[pay(5)]];
    await claude.run({ ...plainBank(), hooks: { PreToolUse: [{ hooks: [failing] }] } });
    expect(paid).toHaveLength(1);
    const options = guardOptions({ ...claude.options, ...plainBank() }, guard());
    expect(options.hooks?.PreToolUse?.[0]?.timeout).toBeGreaterThan(24 * 60 * 60);
    const late = Promise.withResolvers<never>();
    const broken: HookCallback = (input, id, context) =>
      JSON.stringify(input).includes('"amount":6}') ? failing(input, id, context) : late.promise;
    for (const matcher of options.hooks?.PreToolUse ?? []) {
      matcher.hooks = [broken];
      matcher.timeout = 1;
    }
    claude.api.turns = [[pay(6)], [pay(8)]];
    await claude.run(options);
    expect(claude.api.results().filter(({ isError }) => isError)).toHaveLength(2);
    expect(paid).toHaveLength(1);
  });
});
