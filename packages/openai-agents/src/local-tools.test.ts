import {
  type ActionRuntime,
  AgentActionBlocked,
  ConfigurationError,
  MemoryStorage,
} from "@capfence/core";
import { type Agent, applyPatchTool, run, Runner, RunState } from "@openai/agents";
import { beforeEach, describe, expect, it } from "vitest";
import { notingShell } from "../test/noting-shell.ts";
import {
  agentWith,
  decisionsOf,
  errorOf,
  linesOf,
  modelCalling,
  modelMaking,
  outputsOf,
  paymentsRuntime,
} from "../test/payments.ts";
import { guardAgent } from "./guard-agent.ts";
import { guardRunner } from "./guard-runner.ts";
import { guardTool } from "./guard-tool.ts";
import type { OpenAiGuardOptions } from "./options.ts";

let ran: unknown[];
let storage: MemoryStorage;
let runtime: ActionRuntime;
let options: OpenAiGuardOptions;

beforeEach(() => {
  ran = [];
  storage = new MemoryStorage();
  runtime = paymentsRuntime(storage);
  options = { runtime, agentId: "agent" };
});

const shell = () => notingShell(ran);

const shellCall = (...commands: readonly string[]) =>
  modelMaking({ type: "shell_call", callId: "s1", status: "completed", action: { commands } });

const editor = () =>
  applyPatchTool({
    editor: {
      createFile: async (operation, context) => void ran.push(operation.path, context?.runContext),
      updateFile: async (operation) => void ran.push(operation.path),
      deleteFile: async (operation) => {
        ran.push(operation.path);
        return { status: "failed", output: "no such file" };
      },
    },
  });

const patchCall = (operation: object) =>
  modelMaking({ type: "apply_patch_call", callId: "p1", status: "completed", operation });

/** The agent with a tool, guarded. */
const agentOf = (tool: object, model = modelCalling()): Agent =>
  guardAgent(agentWith({ model, tools: [tool as never] }), options);

/** Lets one process pause at a shell call, and another go on with an answer. */
async function answered(answer: "approve" | "reject", by?: string): Promise<void> {
  options = {
    ...options,
    onApproval: "pause",
    onBlocked: "message",
    approver: () => (by === undefined ? undefined : { by }),
  };
  const paused = await run(agentOf(shell(), shellCall("sudo ls")), "x");
  expect(paused.interruptions).toHaveLength(1);
  expect(await runtime.approvals.pending()).toHaveLength(1);
  options = { ...options, runtime: paymentsRuntime(storage) };
  const agent = agentOf(shell());
  const state = await RunState.fromString(agent, paused.state.toString());
  state[answer](state.getInterruptions()[0]!);
  await guardRunner(new Runner(), options).run(agent, state as never);
}

describe("a shell in a guarded agent", () => {
  it("runs what is allowed, as it was judged", async () => {
    const result = await run(agentOf(shell(), shellCall("ls")), "x");
    expect(ran).toEqual([{ commands: ["ls"] }]);
    expect(Object.isFrozen(ran[0])).toBe(true);
    expect(outputsOf(result)).toMatchObject([[{ stdout: "ok" }]]);
    expect(await linesOf(runtime)).toEqual(["shell.execute policy_allow", "succeeded"]);
  });

  it("throws a block to the caller, though the SDK makes an output of it", async () => {
    const error = await errorOf(run(agentOf(shell(), shellCall("rm -rf /")), "x"));
    expect(AgentActionBlocked.find(error)?.reason).toBe("policy_deny");
    expect(ran).toEqual([]);
  });

  it("tells the model in message mode", async () => {
    options = { ...options, onBlocked: "message" };
    const result = await run(agentOf(shell(), shellCall("rm -rf /")), "x");
    const [[output]] = outputsOf(result) as [[{ stderr: string }]];
    expect(JSON.parse(output.stderr)).toMatchObject({ reason: "policy_deny" });
    expect(ran).toEqual([]);
  });

  it("does not run where nobody knows who calls", async () => {
    const guarded = guardTool(shell(), options);
    const error = await errorOf(guarded.shell.run({ commands: ["ls"] }));
    expect(error).toBeInstanceOf(ConfigurationError);
    await run(agentWith({ model: shellCall("ls"), tools: [guarded] }), "x");
    expect(ran).toEqual([]);
  });

  it("pauses, and runs in another process once somebody who may has said yes", async () => {
    await answered("approve", "carol");
    expect(ran).toEqual([{ commands: ["sudo ls"] }]);
  });

  it("does not run on a yes of nobody", async () => {
    await answered("approve");
    expect(ran).toEqual([]);
  });

  it("does not run after a no, which its request hears of", async () => {
    await answered("reject", "carol");
    expect(ran).toEqual([]);
    expect(await runtime.approvals.list("rejected")).toHaveLength(1);
  });

  it("does not run on a yes that is always", async () => {
    options = { ...options, onApproval: "pause", approver: () => ({ by: "carol" }) };
    const agent = agentOf(shell(), shellCall("sudo ls"));
    const { state } = await run(agent, "x");
    state.approve(state.getInterruptions()[0]!, { alwaysApprove: true });
    const error = await errorOf(run(agent, state));
    expect(AgentActionBlocked.find(error)?.reason).toBe("approval_required");
    expect(ran).toEqual([]);
  });
});

describe("an editor in a guarded agent", () => {
  it("makes an allowed change, and is told the run's context", async () => {
    const operation = { type: "create_file", path: "a.txt", diff: "+a" };
    await run(agentOf(editor(), patchCall(operation)), "x", { context: { user: "alice" } });
    expect(ran).toMatchObject(["a.txt", { context: { user: "alice" } }]);
    expect(await decisionsOf(runtime)).toMatchObject([{ payload: operation }]);
  });

  it.each(["create_file", "update_file", "delete_file"])(
    "does not %s past the policy",
    async (type) => {
      const model = patchCall({ type, path: "/etc/passwd", diff: "+a" });
      const error = await errorOf(run(agentOf(editor(), model), "x"));
      expect(AgentActionBlocked.find(error)?.reason).toBe("policy_deny");
      expect(ran).toEqual([]);
    },
  );

  it("tells the model in message mode", async () => {
    options = { ...options, onBlocked: "message" };
    const model = patchCall({ type: "delete_file", path: "/etc/passwd" });
    const [output] = outputsOf(await run(agentOf(editor(), model), "x"));
    expect(JSON.parse(String(output))).toMatchObject({ reason: "policy_deny" });
    expect(ran).toEqual([]);
  });

  it("has a change recorded as failed that it reports so", async () => {
    await run(agentOf(editor(), patchCall({ type: "delete_file", path: "a.txt" })), "x");
    expect(await linesOf(runtime)).toEqual(["files.patch policy_allow", "failed"]);
  });
});
