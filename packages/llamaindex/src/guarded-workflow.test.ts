import {
  type ActionRuntime,
  AgentActionBlocked,
  AuditError,
  ConfigurationError,
} from "@capfence/core";
import type { BaseToolWithCall } from "@llamaindex/core/llms";
import { tool as makeTool } from "@llamaindex/core/tools";
import {
  agent,
  type AgentWorkflow,
  agentToolCallResultEvent,
  FunctionAgent,
  multiAgent,
  stopAgentEvent,
} from "@llamaindex/workflow";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { pay } from "../test/pay-call.ts";
import {
  errorOf,
  linesOf,
  little,
  payConfig,
  type PayTool,
  paymentsRuntime,
  payTool,
  tooMuch,
} from "../test/payments.ts";
import { ScriptedModel } from "../test/scripted-model.ts";
import { guardWorkflow } from "./guard-workflow.ts";
import type { LlamaIndexGuardOptions } from "./options.ts";

let paid: unknown[];
let inner: PayTool;
let runtime: ActionRuntime;
let options: LlamaIndexGuardOptions;

beforeEach(() => {
  paid = [];
  inner = payTool(paid);
  runtime = paymentsRuntime();
  options = { runtime, agentId: "agent" };
});

function workflowOf(llm: ScriptedModel, tools: BaseToolWithCall[] = [inner]): AgentWorkflow {
  return agent({ name: "teller", llm, tools });
}

/** A guarded workflow whose model asks for too much. */
function blocking(): AgentWorkflow {
  return guardWorkflow(workflowOf(new ScriptedModel([[pay(500)]])), options);
}

/** The texts that a model was given as the results of its calls. */
async function resultsOf(workflow: AgentWorkflow): Promise<readonly string[]> {
  const events = await workflow.runStream("go").toArray();
  return events.flatMap((event) =>
    agentToolCallResultEvent.include(event) ? [event.data.toolOutput.result] : [],
  );
}

describe("a guarded workflow", () => {
  it("asks its model nothing and runs nothing more after a block", async () => {
    const llm = new ScriptedModel([[pay(500), pay(5)], [pay(6)]]);
    const error = await errorOf(guardWorkflow(workflowOf(llm), options).run("go"));
    expect(AgentActionBlocked.isInstance(error)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(llm.asked).toBe(1);
    expect(paid).toEqual([]);
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_deny"]);
  });

  it("rejects whoever reads its stream, with LlamaIndex's own stream", async () => {
    const readers = [
      () => blocking().runStream("go").toArray(),
      () => blocking().runStream("go").untilEvent(stopAgentEvent),
      () =>
        blocking()
          .runStream("go")
          .filter((event) => agentToolCallResultEvent.include(event))
          .toArray(),
      async () => {
        for await (const _ of blocking().runStream("go"));
      },
    ];
    for (const read of readers)
      expect(AgentActionBlocked.isInstance(await errorOf(read()))).toBe(true);
    expect(paid).toEqual([]);
  });

  it("runs what is allowed to its end", async () => {
    const workflow = guardWorkflow(workflowOf(new ScriptedModel([[pay(5)], [pay(6)]])), options);
    const { data } = await workflow.run("go");
    expect(data.result).toBe("done");
    expect(paid).toHaveLength(2);
  });

  it("rejects only the run that was blocked", async () => {
    const llm = new ScriptedModel([[pay(500)], [pay(5)]]);
    const workflow = guardWorkflow(workflowOf(llm), options);
    const [first, second] = await Promise.allSettled([workflow.run("one"), workflow.run("two")]);
    expect([first?.status, second?.status]).toEqual(["rejected", "fulfilled"]);
    expect(paid).toEqual([little]);
  });

  it("in message mode tells the model why, and goes on", async () => {
    const llm = new ScriptedModel([[pay(500), pay(50), pay(5)]]);
    const results = await resultsOf(
      guardWorkflow(workflowOf(llm), { ...options, onBlocked: "message" }),
    );
    expect(results[0]).toContain("policy_deny");
    expect(results[1]).toContain("approval_required");
    expect(results[2]).toBe("paid 5");
    expect(paid).toEqual([little]);
  });

  it.each(["throw", "message"] as const)(
    "does not run what cannot be recorded, and in %s mode tells its caller or its model",
    async (onBlocked) => {
      vi.spyOn(runtime, "execute").mockRejectedValue(new AuditError("the disk is full"));
      const llm = new ScriptedModel([[pay(5)]]);
      const workflow = guardWorkflow(workflowOf(llm), { ...options, onBlocked });
      const told = await resultsOf(workflow).catch(String);
      expect(told === "AuditError: the disk is full").toBe(onBlocked === "throw");
      expect(String(told)).toContain("the disk is full");
      expect(paid).toEqual([]);
    },
  );

  it("gives the model the error of a tool that fails, as LlamaIndex does", async () => {
    const failing = makeTool({
      ...payConfig(paid),
      execute: (): string => {
        throw new Error("the bank is closed");
      },
    });
    const llm = new ScriptedModel([[pay(5)]]);
    const results = await resultsOf(guardWorkflow(workflowOf(llm, [failing]), options));
    expect(results.join()).toContain("the bank is closed");
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_allow", "failed"]);
  });

  it("rejects where a guarded workflow inside one of its tools is blocked", async () => {
    const helper = guardWorkflow(workflowOf(new ScriptedModel([[pay(500)]])), options);
    const ask = makeTool({
      name: "read",
      description: "Asks the helper.",
      parameters: z.object({}),
      execute: async () => JSON.stringify((await helper.run("go")).data.result),
    });
    const llm = new ScriptedModel([[{ name: "read", id: "r", input: {} }]]);
    const error = await errorOf(guardWorkflow(workflowOf(llm, [ask]), options).run("go"));
    expect(AgentActionBlocked.find(error)?.verdict.event.capability).toBe("payments.pay");
    expect(paid).toEqual([]);
  });

  it("leaves the list of tools that it was made of alone, and guards tools added later", async () => {
    const tools = [inner];
    const llm = new ScriptedModel([[pay(500)]]);
    const workflow = guardWorkflow(agent({ name: "teller", llm, tools }), options);
    expect(tools).toEqual([inner]);
    Object.assign(workflow.getAgents()[0] ?? {}, { tools: [inner] });
    expect(AgentActionBlocked.isInstance(await errorOf(workflow.run("go")))).toBe(true);
    expect(paid).toEqual([]);
  });

  it("guards the tools of an agent that is added later", async () => {
    const workflow = guardWorkflow(workflowOf(new ScriptedModel([]), []), options);
    const llm = new ScriptedModel([[pay(500)]]);
    workflow.addAgent(new FunctionAgent({ name: "teller", llm, tools: [inner] }));
    expect(AgentActionBlocked.isInstance(await errorOf(workflow.run("go")))).toBe(true);
    expect(paid).toEqual([]);
  });

  it("guards every agent, and their handing over too", async () => {
    const handOff = { name: "handOff", id: "h", input: { toAgent: "teller", reason: "pay" } };
    const make = () => {
      const teller = agent({
        name: "teller",
        llm: new ScriptedModel([[pay(500)]]),
        tools: [inner],
      });
      const clerk = agent({
        name: "clerk",
        llm: new ScriptedModel([[handOff]]),
        tools: [],
        canHandoffTo: [teller],
      });
      return multiAgent({ agents: [clerk, teller], rootAgent: clerk });
    };
    const refused = AgentActionBlocked.find(
      await errorOf(guardWorkflow(make(), options).run("go")),
    );
    expect(refused?.reason).toBe("tool_unmapped");
    const mapped = { ...options, capabilities: { handOff: "files.read" } };
    const blocked = AgentActionBlocked.find(await errorOf(guardWorkflow(make(), mapped).run("go")));
    expect(blocked?.verdict.event.payload).toMatchObject({ amount: 500 });
    expect(paid).toEqual([]);
  });

  it("does not let a tool that calls itself handOff through", async () => {
    const named = makeTool({ ...payConfig(paid), name: "handOff" });
    const llm = new ScriptedModel([[{ name: "handOff", id: "h", input: tooMuch }]]);
    const error = await errorOf(guardWorkflow(workflowOf(llm, [named]), options).run("go"));
    expect(AgentActionBlocked.find(error)?.reason).toBe("tool_unmapped");
    expect(paid).toEqual([]);
  });

  it("is guarded once with one set of options, and is a workflow", async () => {
    const llm = new ScriptedModel([[pay(5)]]);
    const workflow = guardWorkflow(guardWorkflow(workflowOf(llm), options), options);
    await workflow.run("go");
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_allow", "succeeded"]);
    expect(() => guardWorkflow({} as never, options)).toThrow(ConfigurationError);
  });
});
