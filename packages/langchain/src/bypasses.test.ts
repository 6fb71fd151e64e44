/* oxlint-disable no-underscore-dangle -- `_call` is LangChain's name */
import { inspect } from "node:util";
import { ActionRuntime, AgentActionBlocked } from "@capfence/core";
import { RunnableLambda } from "@langchain/core/runnables";
import type { DynamicStructuredTool } from "@langchain/core/tools";
import { beforeEach, describe, expect, it } from "vitest";
import {
  errorOf,
  linesOf,
  PAY_SCHEMA,
  type PayTool,
  paymentsRuntime,
  payTool,
} from "../test/payments.ts";
import { CapFenceTool } from "./capfence-tool.ts";

const tooMuch = { amount: 500, to: "eve" };
const call = { type: "tool_call", name: "pay", args: tooMuch, id: "call-1" } as const;
const passOn = RunnableLambda.from((input: unknown) => input);

let paid: unknown[];
let inner: PayTool;
let runtime: ActionRuntime;
let guarded: PayTool;

beforeEach(() => {
  paid = [];
  inner = payTool(paid);
  runtime = paymentsRuntime();
  guarded = new CapFenceTool({ tool: inner, runtime, agentId: "agent" });
});

async function drain(stream: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of stream);
}

async function* once(input: object): AsyncGenerator<never> {
  yield input as never;
}

const entries: Readonly<Record<string, () => Promise<unknown>>> = {
  invoke: () => guarded.invoke(tooMuch),
  "invoke with a tool call": () => guarded.invoke(call),
  call: () => guarded.call(tooMuch),
  "call with a tool call": () => guarded.call(call),
  batch: () => guarded.batch([tooMuch]),
  stream: async () => drain(await guarded.stream(tooMuch)),
  streamEvents: () => drain(guarded.streamEvents(tooMuch, { version: "v2" })),
  streamLog: () => drain(guarded.streamLog(tooMuch)),
  transform: () => drain(guarded.transform(once(tooMuch), {})),
  withConfig: () => guarded.withConfig({ tags: ["x"] }).invoke(tooMuch),
  withRetry: () => guarded.withRetry({ stopAfterAttempt: 1 }).invoke(tooMuch),
  withListeners: () => guarded.withListeners({ onStart: () => undefined }).invoke(tooMuch),
  pipe: () => guarded.pipe(passOn).invoke(tooMuch),
  "pipe into": () => passOn.pipe(guarded).invoke(tooMuch),
  asTool: () => guarded.asTool({ name: "again", schema: PAY_SCHEMA }).invoke(tooMuch),
  func: () => Promise.resolve(guarded.func({ amount: 500, to: "eve" })),
  _call: () => (guarded as unknown as { _call(input: object): Promise<unknown> })._call(tooMuch),
  "the inner tool's prototype": () =>
    (Object.getPrototypeOf(inner) as DynamicStructuredTool).invoke.call(guarded, tooMuch),
};

describe("a guarded tool", () => {
  it.each(Object.entries(entries))("cannot be reached past the guard by %s", async (_, enter) => {
    const error = await errorOf(enter());
    expect(AgentActionBlocked.find(error)?.reason).toBe("policy_deny");
    expect(paid).toEqual([]);
  });

  it("throws the block itself from invoke, not a wrapped one", async () => {
    expect(AgentActionBlocked.isInstance(await errorOf(guarded.invoke(tooMuch)))).toBe(true);
  });

  it("does not run in withFallbacks; only the fallback does", async () => {
    const fallback = RunnableLambda.from(() => "fallback");
    const runnable = guarded.withFallbacks([fallback as never]);
    expect(await runnable.invoke(tooMuch)).toBe("fallback");
    expect(paid).toEqual([]);
  });

  it("gives no reference to the tool it guards", () => {
    const reachable = new Set<unknown>();
    const waiting: unknown[] = [guarded];
    for (const value of waiting) {
      if ((typeof value !== "object" && typeof value !== "function") || value === null) continue;
      if (reachable.has(value)) continue;
      reachable.add(value);
      for (const key of Reflect.ownKeys(value)) {
        const property = Object.getOwnPropertyDescriptor(value, key);
        waiting.push(property?.value);
      }
      waiting.push(Object.getPrototypeOf(value));
    }
    expect(reachable.has(guarded.schema)).toBe(true);
    expect(reachable.has(inner)).toBe(false);
    expect(reachable.has(inner.func)).toBe(false);
  });

  it("does not show the tool it guards when it is printed or serialised", () => {
    expect(inspect(guarded, { showHidden: true, depth: 3 })).not.toContain("paid.push");
    expect(JSON.stringify(guarded.toJSON())).not.toContain("func");
  });

  it("judges under its first name, whatever it is renamed to", async () => {
    guarded.name = "read" as "pay";
    expect(AgentActionBlocked.isInstance(await errorOf(guarded.invoke(tooMuch)))).toBe(true);
    expect(await linesOf(runtime)).toEqual(["payments.pay policy_deny"]);
  });

  it("judges again what a retry asks again", async () => {
    const retrying = guarded.withRetry({ stopAfterAttempt: 2 });
    expect(AgentActionBlocked.find(await errorOf(retrying.invoke(tooMuch)))).toBeDefined();
    expect(await linesOf(runtime)).toEqual([
      "payments.pay policy_deny",
      "payments.pay policy_deny",
    ]);
    expect(paid).toEqual([]);
  });
});
