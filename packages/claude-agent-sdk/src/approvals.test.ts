import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type CanUseTool,
  type Options,
  type PermissionResult,
  query,
} from "@anthropic-ai/claude-agent-sdk";
import { type ActionRuntime, AgentActionBlocked } from "@capfence/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type AgentRun, Claude, drain } from "../test/claude.ts";
import { emulatedQuery, type Told } from "../test/emulated-query.ts";
import { bank, linesOf, paymentsRuntime, payTool } from "../test/payments.ts";
import { guardQuery } from "./guard-query.ts";
import { guardTool } from "./guard-tool.ts";
import type { ClaudeGuardOptions } from "./options.ts";

// Each run starts Claude Code, which takes long where many processes share few cores.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

let runtime: ActionRuntime;

beforeEach(() => {
  runtime = paymentsRuntime();
});

const guard = (more: Partial<ClaudeGuardOptions> = {}): ClaudeGuardOptions => ({
  runtime,
  agentId: "agent",
  onBlocked: "message",
  onApproval: "pause",
  approver: () => ({ by: "carol" }),
  ...more,
});

describe("a call that needs approval, of an agent with canUseTool", () => {
  const asked: Parameters<CanUseTool>[] = [];
  const ran: unknown[] = [];
  beforeEach(() => {
    asked.length = 0;
    ran.length = 0;
  });

  const ask = async (
    answer: PermissionResult | null,
    more: Partial<ClaudeGuardOptions> = {},
  ): Promise<Told> => {
    let told: Told = {};
    const emulated = emulatedQuery({
      toolName: "Bash",
      input: { command: "careful" },
      run: async (input) => {
        ran.push(input);
        return "done";
      },
      ended: (by) => (told = by),
    });
    const canUseTool: CanUseTool = async (...call) => {
      asked.push(call);
      return answer;
    };
    const run = guardQuery(emulated, guard(more))({ prompt: "go", options: { canUseTool } });
    const { error } = await drain(run);
    if (error !== undefined) throw error;
    return told;
  };

  it("runs after a yes, and canUseTool is told what it is asked", async () => {
    expect(await ask({ behavior: "allow" })).toEqual({ output: "done" });
    expect(ran).toEqual([{ command: "careful" }]);
    expect(await linesOf(runtime)).toEqual([
      "Bash approval_required",
      "Bash approval_granted",
      "succeeded",
    ]);
    const [[name, input, context] = []] = asked;
    expect([name, input]).toEqual(["Bash", { command: "careful" }]);
    expect(JSON.parse(context?.decisionReason ?? "")).toMatchObject({
      capfence: { capability: "shell.execute", actor: "agent", payload: { command: "careful" } },
    });
  });

  it.each<[string, string, PermissionResult | null]>([
    ["a no", "not on a Friday", { behavior: "deny", message: "not on a Friday" }],
    [
      "a yes to other arguments",
      "approved with other arguments",
      { behavior: "allow", updatedInput: { command: "ls" } },
    ],
    ["an answer that is none", "neither yes nor no", { behavior: "maybe" } as never],
    ["an answer that went another way", "past the run that asked", null],
  ])("does not run after %s", async (_, words, answer) => {
    const { denial } = await ask(answer);
    expect(JSON.parse(denial ?? "")).toMatchObject({ reason: "approval_rejected" });
    expect(ran).toEqual([]);
    expect(denial).toContain(words);
  });

  it("does not run on a yes of nobody", async () => {
    const { denial } = await ask({ behavior: "allow" }, { approver: () => undefined });
    expect(denial).toContain("approval_required");
    expect(ran).toEqual([]);
  });

  it("asks canUseTool nothing unless it is told to pause", async () => {
    const { denial } = await ask({ behavior: "allow" }, { onApproval: "block" });
    expect(denial).toContain("approval_required");
    expect([asked, ran]).toEqual([[], []]);
  });

  it("throws the block in throw mode", async () => {
    const no = ask({ behavior: "deny", message: "no" }, { onBlocked: "throw" });
    await expect(no).rejects.toBeInstanceOf(AgentActionBlocked);
    expect(ran).toEqual([]);
  });
});

describe("Claude Code", () => {
  let claude: Claude;
  beforeAll(async () => {
    claude = await Claude.start();
  });
  afterAll(() => claude.close());
  beforeEach(() => {
    claude.api.requests = [];
  });

  const transcriptOf = (sessionId: string): string => {
    const folder = claude.folder.replaceAll(/[^a-zA-Z0-9]/g, "-");
    return join(claude.folder, "config", "projects", folder, `${sessionId}.jsonl`);
  };

  it("defers a call of its own tools, and runs it once it is approved in another run", async () => {
    const file = join(claude.folder, "careful");
    claude.api.turns = [[{ name: "Bash", input: { command: `touch ${file}`, description: "d" } }]];
    const first = await claude.run({}, guardQuery(query, guard()));
    const result = first.result?.subtype === "success" ? first.result : undefined;
    expect(result?.terminal_reason).toBe("tool_deferred");
    expect(existsSync(file)).toBe(false);
    const resume = result?.session_id ?? "";
    const answers = { [result?.deferred_tool_use?.id ?? ""]: { approved: true } };
    await claude.run({ resume }, guardQuery(query, guard({ answers })));
    expect(existsSync(file)).toBe(true);
    expect(await linesOf(runtime)).toEqual([
      "Bash approval_required",
      "Bash approval_granted",
      "succeeded",
    ]);
  });

  it("defers a call of a guarded tool, and runs no other arguments, and no call twice", async () => {
    const paid: unknown[] = [];
    const go = async (more: Options, answers = {}): Promise<AgentRun> => {
      const mcpServers = { bank: bank(guardTool(payTool(paid), guard())) };
      return claude.run({ mcpServers, ...more }, guardQuery(query, guard({ answers })));
    };
    claude.api.turns = [[{ name: "mcp__bank__pay", input: { amount: 50 } }]];
    const first = await go({});
    const result = first.result?.subtype === "success" ? first.result : undefined;
    expect([result?.terminal_reason, paid]).toEqual(["tool_deferred", []]);
    const resume = result?.session_id ?? "";
    const { id = "", input } = result?.deferred_tool_use ?? {};
    const answers = { [id]: { approved: true, input } };
    const kept = readFileSync(transcriptOf(resume), "utf8");
    const forged = kept.replaceAll('"amount":50', '"amount":60');
    expect(forged).not.toBe(kept);
    writeFileSync(transcriptOf(resume), forged);
    await go({ resume }, answers);
    expect(paid).toEqual([]);
    for (const _ of ["once", "twice"]) {
      writeFileSync(transcriptOf(resume), kept);
      await go({ resume }, answers);
    }
    expect(paid).toEqual([{ amount: 50, to: "bob" }]);
  });

  it("leaves an unknown outcome where the run is ended before its tool is", async () => {
    const abortController = new AbortController();
    claude.api.turns = [[{ name: "Bash", input: { command: "sleep 20", description: "d" } }]];
    const running = claude.run({ abortController }, guardQuery(query, guard()));
    await vi.waitFor(async () => expect(await linesOf(runtime)).toHaveLength(1), 60_000);
    abortController.abort();
    await running;
    expect(await linesOf(runtime)).toEqual([
      "Bash policy_allow",
      "unknown: Error: Claude Code did not say what became of it",
    ]);
  });
});
