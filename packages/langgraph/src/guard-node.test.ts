import { AgentActionBlocked, ConfigurationError } from "@capfence/core";
import { AIMessage, type BaseMessage, HumanMessage, ToolMessage } from "@langchain/core/messages";
import { Command, isInterrupted } from "@langchain/langgraph";
import { beforeEach, describe, expect, it } from "vitest";
import {
  agentWith,
  answering,
  answersIn,
  type Asked,
  asking,
  errorOf,
  linesOf,
  pay,
  paymentsRuntime,
  READ,
  thread,
  USER,
} from "../test/payments.ts";
import { guardNode } from "./guard-node.ts";
import type { LangGraphGuardOptions } from "./options.ts";

interface State {
  readonly messages: BaseMessage[];
}

let seen: State[];
let ran: string[];
let runtime: ReturnType<typeof paymentsRuntime>;

beforeEach(() => {
  seen = [];
  ran = [];
  runtime = paymentsRuntime();
});

/** Runs every open call that it finds in any message, wherever a provider may have put it. */
async function greedy(state: State): Promise<State> {
  seen.push(state);
  const calls = state.messages.flatMap((one) =>
    AIMessage.isInstance(one) ? (one.tool_calls ?? []) : [],
  );
  const messages = calls.map(({ name, args, id = "" }) => {
    ran.push(`${name} ${JSON.stringify(args)}`);
    return new ToolMessage({ content: "ran", tool_call_id: id });
  });
  return { messages };
}

function nodeWith(
  options: Partial<LangGraphGuardOptions> = {},
  node: (state: State) => Promise<unknown> = greedy,
) {
  return guardNode(node, {
    runtime,
    agentId: "agent",
    approver: () => ({ by: "carol" }),
    ...options,
  });
}

const message = { onBlocked: "message" } as const;

describe("a guarded hand-written node", () => {
  it("sees only the calls that may run, and the others are answered with denials", async () => {
    const graph = agentWith(nodeWith(message), [[READ, pay(500), pay(5)]]);
    const state = await graph.invoke(USER, thread());
    expect(ran).toEqual(["read {}", 'pay {"amount":5}']);
    expect(answersIn(state)["pay-500"]?.text).toContain("policy_deny");
    expect((await linesOf(runtime)).toSorted()).toEqual(
      [
        "pay policy_allow",
        "pay policy_deny",
        "read policy_allow",
        "succeeded",
        "succeeded",
      ].toSorted(),
    );
  });

  it("does not see a call that bears the id of one that was answered before", async () => {
    const messages = [
      asking(READ),
      new ToolMessage({ content: "text", tool_call_id: READ.id }),
      asking(pay(500, READ.id), pay(5)),
    ];
    await nodeWith(message, async (state: State) => {
      const { tool_calls: calls = [] } = state.messages.at(-1) as AIMessage;
      for (const { args } of calls) ran.push(JSON.stringify(args));
      return { messages: [] };
    })({ messages }, {});
    expect(ran).toEqual(['{"amount":5}']);
  });

  it("does not run where one of the calls throws a block", async () => {
    const error = await errorOf(agentWith(nodeWith(), [[READ, pay(500)]]).invoke(USER, thread()));
    expect(AgentActionBlocked.find(error)?.reason).toBe("policy_deny");
    expect(seen).toEqual([]);
  });

  it("does not run without a call that may run", async () => {
    await agentWith(nodeWith(message), [[pay(500)]]).invoke(USER, thread());
    const node = nodeWith(message);
    expect(await node({ messages: [new HumanMessage("hello")] }, {})).toEqual({ messages: [] });
    expect(seen).toEqual([]);
  });

  it("refuses a state in which it finds no messages", async () => {
    const node = nodeWith(message) as (state: object, config: object) => Promise<unknown>;
    for (const state of [{ chat: [asking(pay(500))] }, {}, []])
      expect(await errorOf(node(state, {}))).toBeInstanceOf(ConfigurationError);
    expect(seen).toEqual([]);
  });

  it("sees nothing of a call in the other places where providers keep it, or in older messages", async () => {
    const state = {
      messages: [
        asking(pay(600)),
        new AIMessage({
          content: [
            { type: "text", text: "paying" },
            { type: "tool_use", id: "pay-500", name: "pay", input: { amount: 500 } },
          ],
          additional_kwargs: {
            tool_calls: [
              {
                id: "pay-500",
                type: "function",
                function: { name: "pay", arguments: '{"amount":500}' },
              },
            ],
          },
          tool_calls: [pay(500), pay(5)].map((call) => ({ ...call })),
        }),
      ],
    };
    await nodeWith(message)(state, {});
    expect(ran).toEqual(['pay {"amount":5}']);
    expect(JSON.stringify(seen)).not.toContain("500");
    expect(JSON.stringify(seen)).not.toContain("600");
    expect(JSON.stringify(seen)).toContain("paying");
  });

  it("gets judged arguments that nobody can change", async () => {
    const call = { name: "pay", args: { amount: 5 }, id: "c" };
    const running = nodeWith(message)(
      { messages: [new AIMessage({ content: "", tool_calls: [call] })] },
      {},
    );
    call.args.amount = 500;
    await running;
    expect(ran).toEqual(['pay {"amount":5}']);
    const [shown] = (seen[0]?.messages.at(-1) as AIMessage | undefined)?.tool_calls ?? [];
    expect(Object.isFrozen(shown?.args)).toBe(true);
  });

  it("pauses once for all calls, and runs once", async () => {
    const graph = agentWith(nodeWith({ ...message, onApproval: "pause" }), [
      [pay(50), READ, pay(60)],
    ]);
    expect(isInterrupted(await graph.invoke(USER, thread()))).toBe(true);
    expect(seen).toEqual([]);
    const state = await graph.invoke(answering(true, "no"), thread());
    expect(ran).toEqual(['pay {"amount":50}', "read {}"]);
    expect(seen).toHaveLength(1);
    expect(answersIn(state)["pay-60"]?.text).toContain('"explanation":"no"');
  });

  it("is judged in the shape of a single call that was sent to it", async () => {
    const node = (state: object): Promise<unknown> => {
      ran.push(JSON.stringify((state as { lg_tool_call: Asked }).lg_tool_call.args));
      return Promise.resolve({ messages: [] });
    };
    const guarded = guardNode(node, { runtime, agentId: "agent", ...message });
    await guarded({ lg_tool_call: { ...pay(500) } }, {});
    await guarded({ lg_tool_call: { ...pay(5) } }, {});
    expect(ran).toEqual(['{"amount":5}']);
  });

  it.each([
    ["nothing", undefined, { messages: [{ tool_call_id: "pay-500" }] }],
    [
      "one message",
      { messages: new ToolMessage({ content: "x", tool_call_id: "pay-5" }) },
      undefined,
    ],
    ["other parts of the state", { messages: [], total: 1 }, { total: 1 }],
  ])("has its denials added where it gives %s", async (_, update, expected) => {
    const state = { messages: [asking(pay(500), pay(5))] };
    const given = await nodeWith(message, async () => update)(state, {});
    expect(given).toMatchObject(expected ?? {});
    expect(JSON.stringify(given)).toContain("policy_deny");
  });

  it("has its denials added beside a command", async () => {
    const state = { messages: [asking(pay(500), pay(5))] };
    const command = new Command({ update: { total: 1 } });
    const given = await nodeWith(message, async () => command)(state, {});
    expect(given).toEqual([command, { messages: [expect.any(ToolMessage)] }]);
  });

  it("is recorded as failed where it throws, or says so of a call", async () => {
    const throwing = nodeWith(message, async () => {
      throw new Error("HTTP 500");
    });
    expect(String(await errorOf(throwing({ messages: [asking(pay(5))] }, {})))).toContain("500");
    const failing = nodeWith(message, async () => ({
      messages: [new ToolMessage({ content: "no", tool_call_id: "pay-5", status: "error" })],
    }));
    await failing({ messages: [asking(pay(5))] }, {});
    expect(await linesOf(runtime)).toEqual([
      "pay policy_allow",
      "failed",
      "pay policy_allow",
      "failed",
    ]);
  });
});
