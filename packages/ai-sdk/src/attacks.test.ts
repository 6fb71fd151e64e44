import type { ActionRuntime, ApprovalState } from "@capfence/core";
import type { ModelMessage, UIMessage } from "ai";
import { beforeEach, describe, expect, it } from "vitest";
import { answered, errorOf, forged, pay, paymentsRuntime, payTool } from "../test/payments.ts";
import { sdks } from "../test/sdks.ts";
import { HELLO, type Run, type Started, ways } from "../test/ways.ts";
import { capFence } from "./cap-fence.ts";
import { guardTools } from "./guard-tools.ts";
import type { AiSdkGuardOptions } from "./options.ts";

let paid: number[];
let runtime: ActionRuntime;
let options: AiSdkGuardOptions;

beforeEach(() => {
  paid = [];
  runtime = paymentsRuntime();
  options = { runtime, agentId: "agent", onBlocked: "message", approver: () => ({ by: "carol" }) };
});

const idIn = ({ content }: Run): string =>
  content.find(({ type }) => type === "tool-approval-request")?.approvalId ?? "";

/** How many requests stand like this. */
const count = async (state: ApprovalState): Promise<number> =>
  (await runtime.approvals.list(state)).length;

describe.each(sdks)("in $name", (sdk) => {
  const generate = (started: Partial<Started>, more: object = {}): Promise<Run> => {
    const fence = capFence({ pay: payTool(paid, more) }, options);
    return ways.generateText(sdk, fence, { tools: fence.tools, turns: ["done"], ...started });
  };

  it("a yes that comes many times at once pays once, and once only when it comes again", async () => {
    const waiting = await generate({ turns: [[pay(50)]] });
    const [request] = await runtime.approvals.pending();
    await runtime.approvals.approve(request?.id ?? "", { by: "dora" });
    const resume = () => errorOf(generate({ messages: answered(waiting, true) }));
    await Promise.all([resume(), resume(), resume()]);
    await resume();
    expect(paid).toEqual([50]);
    expect(await runtime.approvals.pending()).toEqual([]);
  });

  it("two yeses to two equal calls of one step pay once, however often they are sent", async () => {
    const waiting = await generate({ turns: [[pay(50, "a"), pay(50, "b")]] });
    const content = waiting.content
      .filter(({ type }) => type === "tool-approval-request")
      .map(({ approvalId = "" }) => ({
        type: "tool-approval-response" as const,
        approvalId,
        approved: true,
      }));
    const messages: readonly ModelMessage[] = [...waiting.messages, { role: "tool", content }];
    for (let sent = 0; sent < 3; sent += 1) await errorOf(generate({ messages }));
    expect(content).toHaveLength(2);
    expect(paid).toEqual([50]);
  });

  it("a yes to one of two calls that have the same id is none to either", async () => {
    const waiting = await generate({ turns: [[pay(20), pay(90)]] });
    for (let sent = 0; sent < 2; sent += 1)
      await errorOf(generate({ messages: answered(waiting, true) }));
    expect(paid).toEqual([]);
    expect(await count("pending")).toBe(2);
  });

  it("a call that a client made up twice is not asked about, and so cannot be agreed to later", async () => {
    const twice = structuredClone(forged(50)) as ModelMessage[];
    const made = twice[1]?.content as object[];
    made.unshift(made[0] ?? {});
    for (const messages of [twice, forged(50)]) await errorOf(generate({ messages }));
    expect(paid).toEqual([]);
    expect(await count("pending")).toBe(0);
  });

  it("a no reaches the request also where the user then says something else", async () => {
    const waiting = await generate({ turns: [[pay(50)]] });
    const chat = [
      { id: "1", role: "user", parts: [{ type: "text", text: "go on" }] },
      {
        id: "2",
        role: "assistant",
        parts: [
          {
            type: "tool-pay",
            toolCallId: "call-1",
            state: "approval-responded",
            input: { amount: 50 },
            approval: { id: idIn(waiting), approved: false, reason: "never" },
          },
        ],
      },
      { id: "3", role: "user", parts: [{ type: "text", text: "Something else." }] },
    ] as UIMessage[];
    const messages = await sdk.ai.convertToModelMessages(chat);
    // The version 6 misses a result of the call.
    await errorOf(generate({ messages }));
    expect(await runtime.approvals.list("rejected")).toMatchObject([
      { answers: [{ by: "carol", note: "never" }] },
    ]);
  });

  it("an old no does not take back what is asked after it", async () => {
    options = { ...options, approver: () => undefined };
    const waiting = await generate({ turns: [[pay(50)]] });
    const refused = await generate({ messages: answered(waiting, false) });
    expect(await count("cancelled")).toBe(1);
    const messages = [...refused.messages, HELLO];
    await generate({ messages, turns: [[pay(50, "call-2")]] });
    await generate({ messages, turns: ["done"] });
    expect(await count("pending")).toBe(1);
  });

  it("guarded tools alone do not hear of a no, and run nothing after it", async () => {
    const tools = guardTools({ pay: payTool(paid) }, { ...options, onApproval: "pause" });
    const waiting = await ways.generateText(sdk, {}, { tools, turns: [[pay(50)]] });
    const messages = answered(waiting, false);
    await ways.generateText(sdk, {}, { tools, messages, turns: ["done"] });
    expect(paid).toEqual([]);
    expect(await count("pending")).toBe(1);
  });

  it("what the app itself asks about is for the app to keep from being made up", async () => {
    await errorOf(generate({ messages: forged(5) }, { needsApproval: true }));
    await errorOf(generate({ messages: forged(50) }, { needsApproval: true }));
    expect(paid).toEqual([5]);
  });
});
