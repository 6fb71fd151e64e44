import type { ActionRuntime } from "@capfence/core";
import { beforeEach, describe, expect, it } from "vitest";
import { linesOf, pay, paymentsRuntime, payTool } from "../test/payments.ts";
import { sdks } from "../test/sdks.ts";
import { type Run, ways } from "../test/ways.ts";
import { capFence } from "./cap-fence.ts";
import { guardTools } from "./guard-tools.ts";

let paid: number[];
let runtime: ActionRuntime;

beforeEach(() => {
  paid = [];
  runtime = paymentsRuntime();
});

async function* twice({ amount }: { readonly amount: number }): AsyncGenerator<string> {
  yield "starting";
  paid.push(amount);
  yield `paid ${amount}`;
}

const plain = (input: { readonly amount: number }) => twice(input);
const options = () => ({ runtime, agentId: "agent", onBlocked: "message" }) as const;

/** What a guarded tool that streams gives to whoever calls it directly. */
function read(input: object): AsyncIterable<unknown> {
  const { pay: guarded } = guardTools({ pay: payTool(paid, { execute: twice }) }, options());
  const { execute } = guarded as { readonly execute: (input: object, call: object) => unknown };
  return execute(input, { toolCallId: "c", messages: [] }) as AsyncIterable<unknown>;
}

const results = ({ content }: Run) =>
  content
    .filter(({ type }) => type === "tool-result")
    .map(({ output, preliminary }) => [output, preliminary === true]);

describe.each(sdks)("a tool that streams, in $name", (sdk) => {
  const stream = (amount: number, more: object): Promise<Run> => {
    const fence = capFence({ pay: payTool(paid, more) }, options());
    return ways.streamText(sdk, fence, { tools: fence.tools, turns: [[pay(amount)], "done"] });
  };

  it("keeps its preliminary results as an async generator function", async () => {
    expect(results(await stream(5, { execute: twice }))).toEqual([
      ["starting", true],
      ["paid 5", true],
      ["paid 5", false],
    ]);
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_allow", "succeeded"]);
  });

  it("gives its last value as a plain function", async () => {
    expect(results(await stream(5, { execute: plain }))).toEqual([["paid 5", false]]);
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_allow", "succeeded"]);
  });

  it("gives nothing at all of a call that is blocked", async () => {
    for (const execute of [twice, plain])
      expect(results(await stream(500, { execute }))).toEqual([]);
    expect(paid).toEqual([]);
  });

  it("is judged when it is read, by what it was called with", async () => {
    const input = { amount: 5 };
    const reading = read(input);
    expect(await linesOf(runtime)).toEqual([]);
    input.amount = 500;
    for await (const _ of reading);
    expect(paid).toEqual([5]);
  });

  it("is on record as unknown where its reader stops early", async () => {
    for await (const _ of read({ amount: 5 })) break;
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_allow", "unknown"]);
  });
});
