import type { ActionRuntime } from "@capfence/core";
import { type Agent, type AgentConfig, SessionManager } from "@strands-agents/sdk";
import { beforeEach, describe, expect, it } from "vitest";
import { agentFor, pay, resultsOf } from "../test/agents.ts";
import { memory } from "../test/memory-sessions.ts";
import { pausingOptions } from "../test/pausing-options.ts";
import { decisionsOf, linesOf, paymentsRuntime, payTool, textOf } from "../test/payments.ts";
import type { Turn } from "../test/scripted-model.ts";
import { guardAgent } from "./guard-agent.ts";
import type { StrandsGuardOptions } from "./options.ts";

let paid: unknown[];
let runtime: ActionRuntime;
let options: StrandsGuardOptions;

beforeEach(() => {
  paid = [];
  runtime = paymentsRuntime();
  options = pausingOptions(runtime);
});

function make(turns: readonly Turn[], config: AgentConfig = {}): Agent {
  return guardAgent(agentFor(turns, { tools: [payTool(paid)], ...config }), options);
}

describe("the record of a call", () => {
  it("names the call, and the session of the session manager before that of the options", async () => {
    const sessionManager = new SessionManager({
      sessionId: "thread-9",
      storage: memory(new Map()),
    });
    await make([[pay(5)]], { sessionManager }).invoke("go");
    await make([[pay(6)]]).invoke("go");
    expect(await decisionsOf(runtime)).toMatchObject([
      { context: { framework: "strands", sessionId: "thread-9", toolCallId: "call-5" } },
      { context: { framework: "strands", sessionId: "session-1", toolCallId: "call-6" } },
    ]);
  });

  it("has the actor that the host says the call is for", async () => {
    options = {
      ...options,
      identify: (context) => ({ actor: String(context?.invocationState["user"]) }),
    };
    await make([[pay(5)]]).invoke("go", { invocationState: { user: "alice" } });
    expect(await decisionsOf(runtime)).toMatchObject([{ actor: "alice" }]);
  });

  it("says that a tool failed which gave an error as its result", async () => {
    const failing = payTool(paid);
    const agent = make([[pay(5)]], { tools: [failing] });
    paid.push = () => {
      throw new Error("the bank is closed");
    };
    await agent.invoke("go");
    expect(textOf(resultsOf(agent)[0])).toBe("Error: the bank is closed");
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_allow", "failed"]);
  });
});
