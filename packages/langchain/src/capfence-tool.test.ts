import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AgentActionBlocked, ConfigurationError } from "@capfence/core";
import { DynamicTool, tool, type ToolRunnableConfig } from "@langchain/core/tools";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { errorOf, linesOf, paymentsRuntime, payTool, recordsOf } from "../test/payments.ts";
import { CapFenceTool, guardTools } from "./capfence-tool.ts";

const agentId = "agent";

describe("new CapFenceTool with a policy file", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "capfence-langchain-"));
    vi.stubEnv("CAPFENCE_HOME", folder);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  it("blocks a dangerous command before the shell sees it", async () => {
    const policyPath = join(folder, "demo.yaml");
    writeFileSync(
      policyPath,
      'deny:\n- capability: shell.execute\n  contains: "rm -rf"\nallow:\n- capability: shell.execute\n',
    );
    const ran: string[] = [];
    const shell = new DynamicTool({
      name: "terminal",
      description: "Runs a command.",
      func: async (command) => {
        ran.push(command);
        return "";
      },
    });
    const safeShell = new CapFenceTool({
      tool: shell,
      agentId: "demo-agent",
      capability: "shell.execute",
      policyPath,
    });
    const error = await errorOf(safeShell.invoke("rm -rf /var/lib/postgresql"));
    expect(String(error)).toMatch(/^AgentActionBlocked: Blocked: policy_deny/);
    await safeShell.invoke("ls");
    expect(ran).toEqual(["ls"]);
  });
});

describe("a guarded tool", () => {
  it("keeps the settings of the tool it guards", () => {
    const callbacks = [{ handleToolStart: () => undefined }];
    const original = tool(async () => ["text", 1], {
      name: "read",
      description: "Reads.",
      schema: z.object({}),
      returnDirect: true,
      responseFormat: "content_and_artifact",
      extras: { cache_control: 1 },
      metadata: { risk: "high" },
      tags: ["files"],
      callbacks,
      verboseParsingErrors: true,
      defaultConfig: { tags: ["default"] },
    });
    const guarded = new CapFenceTool({ tool: original, runtime: paymentsRuntime(), agentId });
    for (const setting of [
      ...(["name", "description", "schema", "returnDirect", "responseFormat", "extras"] as const),
      ...(["metadata", "tags", "callbacks", "verboseParsingErrors", "defaultConfig"] as const),
    ])
      expect({ [setting]: guarded[setting] }).toEqual({ [setting]: original[setting] });
    expect(guarded.schema).toBe(original.schema);
  });

  it("reports one run to callbacks, under the tool's name", async () => {
    const seen: string[] = [];
    const guarded = new CapFenceTool({ tool: payTool([]), runtime: paymentsRuntime(), agentId });
    const handlers = {
      handleToolStart: (...facts: unknown[]): number => seen.push(`start ${String(facts[6])}`),
      handleToolEnd: (): number => seen.push("end"),
      handleToolError: (error: Error): number => seen.push(error.name),
    };
    await guarded.invoke({ amount: 5 }, { callbacks: [handlers] });
    await errorOf(guarded.invoke({ amount: 500 }, { callbacks: [handlers] }));
    expect(seen).toEqual(["start pay", "end", "start pay", "AgentActionBlocked"]);
  });

  it("records thread and tool call, and takes nobody's word for the actor", async () => {
    const runtime = paymentsRuntime();
    const guarded = new CapFenceTool({ tool: payTool([]), runtime, agentId });
    const args = { amount: 5, to: "bob", actor: "root" };
    await guarded.invoke({ type: "tool_call", name: "pay", id: "call-1", args } as never, {
      configurable: { thread_id: "thread-1", actor: "root", user_id: "root" },
    });
    expect((await recordsOf(runtime))[0]).toMatchObject({
      actor: "agent",
      context: {
        framework: "langchain",
        sessionId: "thread-1",
        toolCallId: "call-1",
        toolName: "pay",
      },
    });
  });

  it("records the tool call that an agent names beside it, and no id that is none", async () => {
    const runtime = paymentsRuntime();
    const guarded = new CapFenceTool({ tool: payTool([]), runtime, agentId });
    const configs: object[] = [
      { toolCallId: "call-2" },
      { toolCallId: "", configurable: { thread_id: 7 } },
    ];
    for (const config of configs) await guarded.invoke({ amount: 1 }, config);
    const decisions = (await recordsOf(runtime)).filter((record) => record.kind === "decision");
    const toolDigest: unknown = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(decisions.map(({ context }) => context)).toEqual([
      { framework: "langchain", toolName: "pay", toolDigest, toolCallId: "call-2" },
      { framework: "langchain", toolName: "pay", toolDigest, sessionId: "7" },
    ]);
  });

  it("acts for whom `identify` names, within the identity of the flow", async () => {
    const runtime = paymentsRuntime();
    const guarded = new CapFenceTool({
      tool: payTool([]),
      runtime,
      agentId,
      identify: (config) => ({ actor: config?.configurable?.["user_id"] as string }),
    });
    const asAlice = { configurable: { user_id: "alice" } };
    await guarded.invoke({ amount: 1 }, asAlice);
    await runtime.withIdentity({ actor: "host", tenant: "acme" }, async () => {
      await guarded.invoke({ amount: 2 }, asAlice);
      await guarded.invoke({ amount: 3 });
    });
    const decisions = (await recordsOf(runtime)).filter((record) => record.kind === "decision");
    expect(decisions).toMatchObject([
      { actor: "alice" },
      { actor: "alice", context: { tenant: "acme" } },
      { actor: "host", context: { tenant: "acme" } },
    ]);
  });

  it("hands the tool the judged arguments also in the config's tool call", async () => {
    const seen: unknown[] = [];
    const original = tool(
      async (_input, config: ToolRunnableConfig) => seen.push(config.toolCall?.args),
      { name: "read", schema: z.object({ path: z.string() }) },
    );
    const guarded = new CapFenceTool({ tool: original, runtime: paymentsRuntime(), agentId });
    const args = { path: "a", hidden: "unjudged" };
    await guarded.invoke({ type: "tool_call", name: "read", id: "c", args } as never);
    expect(seen).toEqual([{ path: "a" }]);
  });

  it("records a failure that the tool reports as a message", async () => {
    const { ToolMessage } = await import("@langchain/core/messages");
    const original = tool(
      async () => new ToolMessage({ content: "HTTP 500", tool_call_id: "c", status: "error" }),
      { name: "read", schema: z.object({}) },
    );
    const runtime = paymentsRuntime();
    await new CapFenceTool({ tool: original, runtime, agentId }).invoke({});
    expect(await linesOf(runtime)).toEqual(["files.read policy_allow", "failed"]);
  });
});

describe("wrap and guardTools", () => {
  it("keep the order of tools and judge each under its own name", async () => {
    const runtime = paymentsRuntime();
    const read = tool(async () => "data", { name: "read", schema: z.object({}) });
    const [pay, reader] = guardTools([payTool([]), read], { runtime, agentId });
    await reader.invoke({});
    await pay.invoke({ amount: 5 });
    expect(await linesOf(runtime)).toEqual([
      "files.read policy_allow",
      "succeeded",
      "payments.pay policy_allow",
      "succeeded",
    ]);
  });

  it("give a tool back that is guarded with the same options", async () => {
    const options = { runtime: paymentsRuntime(), agentId };
    const guarded = CapFenceTool.wrap(payTool([]), options);
    expect(guarded).toBeInstanceOf(CapFenceTool);
    expect(CapFenceTool.wrap(guarded, { ...options })).toBe(guarded);
    expect(guardTools([guarded], options)[0]).toBe(guarded);
  });

  it("guard a guarded tool again where the options differ: both must let the call through", async () => {
    const paid: unknown[] = [];
    const lax = { runtime: paymentsRuntime(), agentId, capability: "files.read" };
    const strict = { runtime: paymentsRuntime(), agentId };
    const twice = CapFenceTool.wrap(CapFenceTool.wrap(payTool(paid), lax), strict);
    expect(AgentActionBlocked.find(await errorOf(twice.invoke({ amount: 500 })))).toBeDefined();
    await twice.invoke({ amount: 5 });
    expect(paid).toHaveLength(1);
    expect(await linesOf(lax.runtime)).toEqual(["files.read policy_allow", "succeeded"]);
  });

  it("refuse options without a policy", () => {
    expect(() => guardTools([payTool([])], { agentId })).toThrow(ConfigurationError);
    expect(payTool([])).not.toBeInstanceOf(CapFenceTool);
  });
});
