import type {
  CanUseTool,
  Options,
  Query,
  SDKMessage,
  SyncHookJSONOutput,
} from "@anthropic-ai/claude-agent-sdk";
import { type ActionRuntime, AgentActionBlocked, AuditError } from "@capfence/core";
import { beforeEach, describe, expect, it } from "vitest";
import { drain } from "../test/claude.ts";
import { decisionOf, fireHooks } from "../test/emulated-query.ts";
import { bank, errorOf, linesOf, paymentsRuntime, payTool, recordsOf } from "../test/payments.ts";
import { guardOptions } from "./guard-options.ts";
import { guardQuery } from "./guard-query.ts";
import { guardOfHandler, guardTool } from "./guard-tool.ts";
import type { ClaudeGuardOptions } from "./options.ts";

let runtime: ActionRuntime;
let paid: unknown[];

beforeEach(() => {
  runtime = paymentsRuntime();
  paid = [];
});

const guard = (more: Partial<ClaudeGuardOptions> = {}): ClaudeGuardOptions => ({
  runtime,
  agentId: "agent",
  sessionId: "s",
  onBlocked: "message",
  approver: () => ({ by: "carol" }),
  ...more,
});

/** Announces a call of `pay` to the hooks, and says what they decide together. */
async function propose(options: Options, amount: number, more: object = {}): Promise<string> {
  const said = await fireHooks(options, {
    hook_event_name: "PreToolUse",
    tool_name: "mcp__bank__pay",
    tool_use_id: "toolu_1",
    tool_input: { amount },
    mcp_server: { name: "bank", source: "sdk" },
    ...more,
  });
  return said.map(decisionOf).find((decision) => decision !== undefined) ?? "none";
}

const bash = (command: string) => ({
  tool_name: "Bash",
  tool_input: { command },
  mcp_server: undefined,
});

const ended = (options: Options, event: "PostToolUse" | "PostToolBatch") =>
  fireHooks(options, {
    hook_event_name: event,
    tool_use_id: "toolu_1",
    tool_input: { amount: 5 },
    tool_calls: [{ tool_use_id: "toolu_1" }],
  });
const stops = (said: readonly SyncHookJSONOutput[]): boolean =>
  said.some((output) => output.continue === false);
const of = (id: string) => ({ _meta: { "claudecode/toolUseId": id } });
const yes: CanUseTool = async () => ({ behavior: "allow" });
const no: CanUseTool = async () => ({ behavior: "deny", message: "no" });
const failing = (): never => {
  throw new AuditError("nobody is known");
};

/** A run that ends as soon as it is read, and the options it was started with. */
function shortRun(guarding: ClaudeGuardOptions, options: Options = {}) {
  const seen: { options: Options; isEnded: boolean; servers: number } = {
    options: {},
    isEnded: false,
    servers: 0,
  };
  const query = guardQuery(({ options: given = {} }) => {
    seen.options = given;
    const messages = (async function* (): AsyncGenerator<SDKMessage, void> {
      yield { type: "result", subtype: "success" } as SDKMessage;
    })();
    const end = messages.return.bind(messages);
    return Object.assign(messages, {
      return: async () => {
        seen.isEnded = true;
        return end();
      },
      setMcpServers: async () => {
        seen.servers += 1;
      },
    }) as unknown as Query;
  }, guarding)({ prompt: "go", options });
  return { query, seen };
}

const pausing = () => guard({ onApproval: "pause" });

describe("a yes", () => {
  it("does not count for arguments that came after it, though they wait for an approval too", async () => {
    const pay = guardTool(payTool(paid), pausing());
    await pay.handler({ amount: 60, to: "bob" }, {});
    const options = guardOptions({ mcpServers: { bank: bank(pay) }, canUseTool: yes }, pausing());
    expect(await propose(options, 50)).toBe("none");
    const { isError } = await pay.handler({ amount: 60, to: "bob" }, of("toolu_1"));
    expect([isError, paid]).toEqual([true, []]);
    expect(await runtime.approvals.list("approved")).toEqual([]);
  });

  it("counts once, whoever calls under its id", async () => {
    const pay = guardTool(payTool(paid), pausing());
    const options = guardOptions({ mcpServers: { bank: bank(pay) }, canUseTool: yes }, pausing());
    await propose(options, 50);
    await Promise.all([1, 2].map(() => pay.handler({ amount: 50, to: "bob" }, of("toolu_1"))));
    expect(paid).toEqual([{ amount: 50, to: "bob" }]);
  });

  it("to a deferred call does not count for what its session's file says later", async () => {
    const pay = guardTool(payTool(paid), pausing());
    await pay.handler({ amount: 60, to: "bob" }, {});
    const answers = { toolu_1: { approved: true, input: { amount: 50 } } };
    const options = guardOptions({ mcpServers: { bank: bank(pay) } }, { ...pausing(), answers });
    expect(await propose(options, 60)).toBe("defer");
    expect(await runtime.approvals.list("approved")).toEqual([]);
  });

  it("answers no prompt of Claude Code for other arguments", async () => {
    const asked: unknown[] = [];
    const canUseTool: CanUseTool = async (_name, input) => {
      asked.push(input);
      return { behavior: "allow" };
    };
    const pay = guardTool(payTool(paid), pausing());
    const options = guardOptions({ mcpServers: { bank: bank(pay) }, canUseTool }, pausing());
    await propose(options, 50);
    const context = { signal: new AbortController().signal, toolUseID: "toolu_1", requestId: "r" };
    await options.canUseTool?.("mcp__bank__pay", { amount: 5 }, context);
    expect(asked).toEqual([{ amount: 50 }, { amount: 5 }]);
  });

  it("that comes after the run lets nothing through", async () => {
    const answer = Promise.withResolvers<void>();
    const { query, seen } = shortRun(pausing(), {
      canUseTool: async () => {
        await answer.promise;
        return { behavior: "allow" };
      },
    });
    const decided = propose(seen.options, 0, bash("careful"));
    await drain(query);
    answer.resolve();
    expect(await decided).toBe("deny");
    expect(await linesOf(runtime)).toEqual(["Bash approval_required"]);
  });
});

describe("a no", () => {
  it("stops a call also with other arguments, which the policy allows", async () => {
    const guarding = pausing();
    const pay = guardTool(payTool(paid), guarding);
    const options = guardOptions({ mcpServers: { bank: bank(pay) }, canUseTool: no }, guarding);
    await propose(options, 50);
    await pay.handler({ amount: 5, to: "bob" }, of("toolu_1"));
    expect(paid).toEqual([]);
  });
});

describe("a guarded tool", () => {
  it("takes no call of one run for that of another with the same id", async () => {
    const pay = guardTool(payTool(paid), guard());
    const run = (actor: string) =>
      runtime.withIdentity({ actor }, () =>
        guardOptions({ mcpServers: { bank: bank(pay) } }, guard()),
      );
    const [alice, bob] = [run("alice"), run("bob")];
    expect(await propose(alice, 5)).toBe("none");
    expect(await propose(bob, 5)).toBe("deny");
    await pay.handler({ amount: 5, to: "bob" }, of("toolu_1"));
    expect((await recordsOf(runtime))[0]).toMatchObject({ actor: "alice" });
  });

  it("that something else was put in place of is found out when that has run", async () => {
    const server = bank(guardTool(payTool(paid), guard()));
    const options = guardOptions({ mcpServers: { bank: server } }, guard());
    await propose(options, 5);
    expect(stops(await ended(options, "PostToolUse"))).toBe(true);
  });

  it("is not believed to stand behind a name that its server gives to another handler later", async () => {
    const server = bank(guardTool(payTool(paid), guard()));
    const options = guardOptions({ mcpServers: { bank: server } }, guard());
    const { _registeredTools: tools } = server.instance as unknown as {
      _registeredTools: Record<string, { handler: unknown }>;
    };
    if (tools["pay"] !== undefined) tools["pay"].handler = payTool(paid).handler;
    expect(await propose(options, 500)).toBe("deny");
  });

  it("is not believed to stand behind the name of a server that was set later", async () => {
    const { query, seen } = shortRun(guard(), {
      mcpServers: { bank: bank(guardTool(payTool(paid), guard())) },
    });
    await query.setMcpServers({ bank: bank(payTool(paid)) });
    expect(await propose(seen.options, 500)).toBe("deny");
    const hidden = { type: "sdk", name: "bank", instance: {} } as never;
    expect(String(await errorOf(query.setMcpServers({ bank: hidden })))).toContain(
      "cannot be seen",
    );
    expect(seen.servers).toBe(1);
  });

  it("holds no call that is over", async () => {
    const pay = guardTool(payTool(paid), guard());
    const { query, seen } = shortRun(guard(), { mcpServers: { bank: bank(pay) } });
    const held = guardOfHandler(pay.handler)?.announced;
    await propose(seen.options, 5);
    await ended(seen.options, "PostToolBatch");
    expect(held?.size).toBe(0);
    await propose(seen.options, 5);
    await drain(query);
    expect(held?.size).toBe(0);
  });
});

describe("a run", () => {
  it("that was stopped runs no further call, and stops no other session of the same options", async () => {
    const options = guardOptions({}, guard({ onBlocked: "throw" }));
    expect(await propose(options, 0, bash("forbidden"))).toBe("deny");
    const next = { tool_use_id: "toolu_2", ...bash("ls") };
    expect(await propose(options, 0, next)).toBe("deny");
    const other = { ...next, tool_use_id: "toolu_3", session_id: "another" };
    expect(await propose(options, 0, other)).toBe("none");
    await fireHooks(options, { hook_event_name: "SessionEnd" });
    expect(await propose(options, 0, { ...next, tool_use_id: "toolu_4" })).toBe("none");
  });

  it("that is over leaves no call waiting for an approval", async () => {
    const { query, seen } = shortRun(guard({ onApproval: "wait", onBlocked: "throw" }));
    const decided = propose(seen.options, 0, bash("careful"));
    const { error } = await drain(query);
    expect(await decided).toBe("deny");
    expect(error === undefined || AgentActionBlocked.isInstance(error)).toBe(true);
  });

  it("that nobody has read can be ended", async () => {
    const { query, seen } = shortRun(guard());
    await query.return();
    expect(seen.isEnded).toBe(true);
    expect(await propose(seen.options, 0, bash("ls"))).toBe("deny");
  });

  it("whose identity or approver cannot be told runs nothing", async () => {
    const anonymous = guardOptions({}, guard({ identify: failing }));
    expect(await propose(anonymous, 0, bash("ls"))).toBe("deny");
    const unapproved = guardOptions(
      { canUseTool: yes },
      guard({ approver: failing, onApproval: "pause" }),
    );
    expect(await propose(unapproved, 0, bash("careful"))).toBe("deny");
    expect((await linesOf(runtime)).filter((line) => line.includes("granted"))).toEqual([]);
  });

  it("reads no shell lines of skills and commands, whatever else its settings say", () => {
    const off = { disableSkillShellExecution: true };
    const settings = { disableSkillShellExecution: false, model: "m" };
    const made = guardOptions({ settings, managedSettings: settings }, guard());
    expect(made).toMatchObject({ settings: off, managedSettings: off });
    expect(made.settings).toMatchObject({ model: "m" });
    const named = guardOptions({ settings: "settings.json" }, guard());
    expect(named).toMatchObject({ settings: "settings.json", managedSettings: off });
  });
});
