import type { ActionRuntime } from "@capfence/core";
import type { UIMessage } from "ai";
import { beforeEach, describe, expect, it } from "vitest";
import { generateFenced, type Setting } from "../test/generate-fenced.ts";
import {
  answered,
  errorOf,
  forged,
  linesOf,
  pay,
  paymentsRuntime,
  payTool,
} from "../test/payments.ts";
import { sdks } from "../test/sdks.ts";
import { HELLO, readByModel, requestIn, type Run } from "../test/ways.ts";
import { capFence } from "./cap-fence.ts";
import type { AiSdkCall, AiSdkGuardOptions } from "./options.ts";

let paid: number[];
let runtime: ActionRuntime;
let options: AiSdkGuardOptions;

beforeEach(() => {
  paid = [];
  runtime = paymentsRuntime();
  options = { runtime, agentId: "agent", onBlocked: "message", approver: () => ({ by: "carol" }) };
});

const generate = (setting: Setting): Promise<Run> => generateFenced(paid, options, setting);
const byUser = ({ context }: AiSdkCall) => ({ actor: (context as { user: string }).user });

describe("a pause", () => {
  it("says why it is asked, and which request it is", async () => {
    const waiting = await generate({ turns: [[pay(50)]] });
    const [request] = await runtime.approvals.pending();
    expect(requestIn(waiting)?.reason).toBe(`somebody has to look (request ${request?.id})`);
  });

  it("names the request where the policy does not say why", async () => {
    runtime = paymentsRuntime("require_approval: [payments.pay]\ntools: { pay: payments.pay }\n");
    const waiting = await generate({ turns: [[pay(50)]], guard: { runtime } });
    expect(requestIn(waiting)?.reason).toMatch(/^needs an approval \(request apr_/);
  });

  it("lets the other calls of its step run", async () => {
    await generate({ turns: [[pay(50, "a"), pay(5, "b")]] });
    expect(paid).toEqual([5]);
  });

  it.each(sdks)("comes back from a chat in $name", async ({ ai, model }) => {
    for (const approved of [true, false]) {
      const fence = capFence({ pay: payTool(paid) }, options);
      const waiting = await ai.generateText({
        model: model([pay(50)]) as never,
        ...fence,
        messages: [HELLO],
      });
      const request = (waiting.content as Run["content"]).find(
        ({ type }) => type === "tool-approval-request",
      );
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
              approval: { id: request?.approvalId, approved, reason: "so be it" },
            },
          ],
        },
      ] as UIMessage[];
      const messages = await ai.convertToModelMessages(chat, { tools: fence.tools });
      await ai.generateText({ model: model("done") as never, ...fence, messages });
    }
    expect(paid).toEqual([50]);
    expect(await runtime.approvals.list("rejected")).toMatchObject([
      { answers: [{ by: "carol", note: "so be it" }] },
    ]);
  });

  it("is no pause where calls wait in this process", async () => {
    const running = generate({ turns: [[pay(50)], "done"], guard: { onApproval: "wait" } });
    let id: string | undefined;
    while (id === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      id = (await runtime.approvals.pending())[0]?.id;
    }
    await runtime.approvals.approve(id, { by: "dora" });
    await running;
    expect(paid).toEqual([50]);
  });

  it("ends with the run where the caller gives up waiting", async () => {
    const signal = AbortSignal.timeout(50);
    await errorOf(generate({ turns: [[pay(50)]], guard: { onApproval: "wait" }, signal }));
    expect(paid).toEqual([]);
  });

  it("is none where nothing is enforced", async () => {
    runtime = paymentsRuntime("mode: observe\nrequire_approval: [payments.pay]\n");
    await generate({ turns: [[pay(50)], "done"], guard: { runtime, capability: "payments.pay" } });
    expect(paid).toEqual([50]);
  });
});

describe("a human's answer", () => {
  it("in throw mode, a no does not end the run", async () => {
    const guard = { onBlocked: "throw" } as const;
    const waiting = await generate({ turns: [[pay(50)]], guard });
    const made = await generate({ messages: answered(waiting, false), guard });
    expect(made.text).toBe("done");
    expect(readByModel(made)).toMatchObject({ type: "execution-denied" });
    expect(await linesOf(runtime)).toEqual([
      "payments.pay approval_required",
      "payments.pay approval_rejected",
    ]);
  });

  it("a no is passed on once, however often its history is sent", async () => {
    const waiting = await generate({ turns: [[pay(50)]] });
    const refused = await generate({ messages: answered(waiting, false) });
    for (const messages of [answered(waiting, false), [...refused.messages, HELLO]])
      await generate({ messages });
    expect(await linesOf(runtime)).toHaveLength(2);
  });

  it("a no that a client made up leaves no trace", async () => {
    await generate({ messages: forged(50, false) });
    expect(await linesOf(runtime)).toEqual([]);
  });

  it("does not count where CapFence does not pause", async () => {
    const guard = { onApproval: "block" } as const;
    const waiting = await generate({ turns: [[pay(50)]] });
    for (const approved of [false, true])
      await generate({ messages: answered(waiting, approved), guard });
    expect(paid).toEqual([]);
    expect(await runtime.approvals.pending()).toHaveLength(1);
  });

  it("is given by whom the host says, who is told of the call", async () => {
    const asked: AiSdkCall[] = [];
    const waiting = await generate({ turns: [[pay(50)]] });
    const approver = (call: AiSdkCall) => {
      asked.push(call);
      return { by: "dora" };
    };
    await generate({ messages: answered(waiting, true), guard: { approver } });
    expect(asked).toMatchObject([{ toolCallId: "call-1" }]);
    expect(paid).toEqual([50]);
  });
});

describe("the context of a tool", () => {
  const contextSchema = {
    "~standard": {
      version: 1,
      vendor: "test",
      validate: ({ token }: { token: string }) => ({ value: { user: `user of ${token}` } }),
    },
  };

  it("says who acts, the same at the pause and when the tool runs", async () => {
    const more = { toolsContext: { pay: { token: "t1" } } };
    const settings = { tool: { contextSchema }, guard: { identify: byUser }, more };
    const waiting = await generate({ ...settings, turns: [[pay(50)]] });
    expect(await runtime.approvals.pending()).toMatchObject([{ actor: "user of t1" }]);
    await generate({ ...settings, messages: answered(waiting, true) });
    expect(paid).toEqual([50]);
  });

  it.each(sdks)("is that of all tools where there is only one, in $name", async ({ ai, model }) => {
    const context = { user: "alice" };
    const fence = capFence({ pay: payTool(paid) }, { ...options, identify: byUser });
    const more = { toolsContext: { pay: context }, experimental_context: context } as object;
    const waiting = await ai.generateText({
      model: model([pay(50)]) as never,
      ...fence,
      ...more,
      prompt: "go on",
    });
    expect(waiting.finishReason).toBe("tool-calls");
    expect(await runtime.approvals.pending()).toMatchObject([{ actor: "alice" }]);
  });
});
