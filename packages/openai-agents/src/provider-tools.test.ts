import { type ActionRuntime, ConfigurationError, findWrapped } from "@capfence/core";
import {
  type Agent,
  codeInterpreterTool,
  hostedMcpTool,
  run,
  RunContext,
  shellTool,
  webSearchTool,
} from "@openai/agents";
import { beforeEach, describe, expect, it } from "vitest";
import { notingShell } from "../test/noting-shell.ts";
import {
  agentWith,
  decisionsOf,
  errorOf,
  modelCalling,
  paymentsRuntime,
} from "../test/payments.ts";
import { guardAgent } from "./guard-agent.ts";
import { guardTool } from "./guard-tool.ts";
import { hostedMcpApproval } from "./hosted-mcp-approval.ts";
import type { OpenAiGuardOptions } from "./options.ts";

let ran: unknown[];
let runtime: ActionRuntime;
let options: OpenAiGuardOptions;

beforeEach(() => {
  ran = [];
  runtime = paymentsRuntime();
  options = { runtime, agentId: "agent" };
});

const isConfigurationError = (error: unknown): error is ConfigurationError =>
  error instanceof ConfigurationError;

const shell = () => notingShell(ran);

/** The agent with a tool, guarded. */
const agentOf = (tool: object, model = modelCalling()): Agent =>
  guardAgent(agentWith({ model, tools: [tool as never] }), options);

const mcp = (onApproval: never) =>
  hostedMcpTool({
    serverLabel: "bank",
    serverUrl: "https://bank.example/mcp",
    requireApproval: "always",
    onApproval,
  });

describe("a tool that OpenAI runs", () => {
  it("is refused, unless it is named as one that goes ungated", async () => {
    expect(() => agentOf(webSearchTool())).toThrow(/"web_search".*ungated/);
    options = { ...options, ungated: ["web_search"] };
    expect(agentOf(webSearchTool()).tools).toHaveLength(1);
    expect(() => agentOf(codeInterpreterTool())).toThrow(ConfigurationError);
    const hosted = shellTool({ environment: { type: "container_auto" } });
    expect(() => agentOf(hosted)).toThrow(ConfigurationError);
    expect(() => agentOf({ type: "rocket", name: "launch" })).toThrow(/"launch" \(rocket\)/);
  });

  it("is refused also where an agent gets it later", async () => {
    const agent = agentOf(shell());
    agent.tools.push(webSearchTool());
    expect(await errorOf(run(agent, "x"))).toBeInstanceOf(ConfigurationError);
  });

  it("of an MCP server is taken only if the guard is asked about every call", () => {
    expect(() => agentOf(mcp((async () => ({ approve: true })) as never))).toThrow(
      ConfigurationError,
    );
    expect(agentOf(mcp(hostedMcpApproval(options) as never)).tools).toHaveLength(1);
  });

  it.each([
    [5, { approve: true }],
    [500, { approve: false, reason: expect.stringContaining("policy_deny") as unknown }],
  ])("may pay %d as the policy says", async (amount, answer) => {
    const approve = hostedMcpApproval({ ...options, onBlocked: "message" });
    const item = {
      name: "pay",
      rawItem: {
        type: "hosted_tool_call",
        id: "m1",
        providerData: {
          type: "mcp_approval_request",
          id: "m1",
          server_label: "bank",
          name: "pay",
          arguments: JSON.stringify({ amount }),
        },
      },
    };
    expect(await approve(new RunContext(), item as never)).toEqual(answer);
    expect(await decisionsOf(runtime)).toMatchObject([{ payload: { amount } }]);
  });
});

describe("an agent whose own tools nobody guards", () => {
  it("is no tool of a guarded agent", () => {
    const helper = agentWith({ name: "helper" }).asTool({ toolName: "helper" });
    expect(() => agentOf(helper)).toThrow(/"helper" is an agent.*guardAgent/);
    expect(
      findWrapped(
        errorIn(() => guardTool(helper, options)),
        isConfigurationError,
      ),
    ).toBeDefined();
  });
});

function errorIn(attempt: () => unknown): unknown {
  try {
    return attempt();
  } catch (error) {
    return error;
  }
}
