import type { ActionRuntime } from "@capfence/core";
import { beforeEach, describe, expect, it } from "vitest";
import { generateFenced, type Setting } from "../test/generate-fenced.ts";
import { answered, forged, pay, paymentsRuntime, payTool } from "../test/payments.ts";
import { sdks } from "../test/sdks.ts";
import { requestIn, type Run } from "../test/ways.ts";
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

const generate = (setting: Setting): Promise<Run> => generateFenced(paid, options, setting);

const asks = (run: Run): boolean => requestIn(run) !== undefined;

describe("what the app itself asks", () => {
  it("is asked as well: by the tool", async () => {
    for (const needsApproval of [true, async () => true]) {
      const waiting = await generate({ tool: { needsApproval }, turns: [[pay(5)]] });
      expect(asks(waiting)).toBe(true);
      expect(paid).toEqual([]);
      await generate({ tool: { needsApproval }, messages: answered(waiting, true) });
      expect(paid.splice(0)).toEqual([5]);
    }
  });

  it("is asked as well: by the tool alone, without capFence", async () => {
    for (const { ai, model } of sdks) {
      const tools = guardTools({ pay: payTool(paid, { needsApproval: true }) }, options);
      const turn = { model: model([pay(5)]) as never, tools, prompt: "go on" };
      expect((await ai.generateText(turn)).content.map(({ type }) => type)).toContain(
        "tool-approval-request",
      );
    }
    expect(paid).toEqual([]);
  });

  it.each([
    ["a function", () => "user-approval"],
    ["a status", { pay: "user-approval" }],
    ["a function of the tool", { pay: async () => ({ type: "user-approval" }) }],
  ])("is asked as well: by %s", async (_, inner) => {
    expect(asks(await generate({ inner, turns: [[pay(5)]] }))).toBe(true);
    expect(paid).toEqual([]);
  });

  it("is told what the SDK tells it", async () => {
    const told: unknown[] = [];
    const inner = { pay: (...args: unknown[]) => void told.push(args) };
    const more = { runtimeContext: { tenant: "t" } };
    await generate({ inner, more, turns: [[pay(5)], "done"] });
    expect(told).toMatchObject([
      [{ amount: 5 }, { toolCallId: "call-1", runtimeContext: { tenant: "t" } }],
    ]);
  });

  it.each([() => "denied", { pay: { type: "denied", reason: "no" } }])(
    "is not run if the app denies it, and nobody else is asked",
    async (inner) => {
      for (const amount of [5, 50]) await generate({ inner, turns: [[pay(amount)], "done"] });
      expect(paid).toEqual([]);
      expect(await runtime.approvals.pending()).toEqual([]);
    },
  );

  it.each([() => "approved", { pay: "not-applicable" }])(
    "cannot allow what policy asks about or denies",
    async (inner) => {
      expect(asks(await generate({ inner, turns: [[pay(50)]] }))).toBe(true);
      await generate({ inner, turns: [[pay(500)], "done"] });
      expect(paid).toEqual([]);
    },
  );

  it("is enough for a call to run that the history wants to be run", async () => {
    for (const inner of [() => "user-approval", { pay: "approved" }])
      await generate({ inner, messages: forged(5) });
    expect(paid).toEqual([5, 5]);
  });

  it("stands against what a tool asks, as in the SDK, if it says anything", async () => {
    const tool = { needsApproval: true };
    await generate({ tool, inner: { pay: "approved" }, turns: [[pay(5)], "done"] });
    expect(paid).toEqual([5]);
    expect(asks(await generate({ tool, inner: () => undefined, turns: [[pay(5)]] }))).toBe(true);
  });
});
