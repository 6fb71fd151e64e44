import { type ActionRuntime, AgentActionBlocked } from "@capfence/core";
import type { ToolSet } from "ai";
import { beforeEach, describe, expect, it } from "vitest";
import {
  answered,
  errorOf,
  forged,
  linesOf,
  pay,
  paymentsRuntime,
  payAndRead,
} from "../test/payments.ts";
import { newest, type Sdk, sdks } from "../test/sdks.ts";
import { type Started, type Way, ways } from "../test/ways.ts";
import { capFence } from "./cap-fence.ts";
import { guardTools } from "./guard-tools.ts";
import type { AiSdkGuardOptions } from "./options.ts";

let paid: number[];
let runtime: ActionRuntime;
let options: AiSdkGuardOptions;

beforeEach(() => {
  paid = [];
  runtime = paymentsRuntime();
  options = { runtime, agentId: "agent", approver: () => ({ by: "carol" }) };
});

const tools = (more: object = {}): ToolSet => payAndRead(paid, more);

const everywhere = sdks.flatMap((sdk) =>
  Object.entries(ways).map(([name, way]) => [`${name} of ${sdk.name}`, sdk, way] as const),
);

function payMore({ input }: { readonly input: { amount: number } }): void {
  input.amount += 500;
}

/** Runs an agent with `capFence` and, after it, what the app has of its own. */
function run(sdk: Sdk, way: Way, started: Partial<Started>, fenced: AiSdkGuardOptions = options) {
  const fence = capFence(tools(), fenced);
  return way(sdk, fence, { tools: fence.tools, turns: ["done"], ...started });
}

/** Streams of `ai` 6 say that a call was blocked, and run the others. */
const siblingsOf = (sdk: Sdk, way: Way): number[] =>
  sdk !== newest && way === ways.streamText ? [0] : [];

describe.each(everywhere)("in %s", (_, sdk, way) => {
  it("a block ends the run before any call of its step has run", async () => {
    const turns = [[{ tool: "read", input: {}, id: "call-0" }, pay(500)], "done"];
    const error = await errorOf(run(sdk, way, { turns }));
    expect(AgentActionBlocked.find(error)?.reason).toBe("policy_deny");
    expect(paid).toEqual(siblingsOf(sdk, way));
    expect(await linesOf(runtime)).toContain("payments.pay policy_deny");
  });

  it("guarded tools alone end it as well", async () => {
    const turns = [[{ tool: "read", input: {}, id: "call-0" }, pay(500)], "done"];
    const guarded = guardTools(tools(), options);
    const error = await errorOf(way(sdk, {}, { tools: guarded, turns }));
    expect(AgentActionBlocked.find(error)?.reason).toBe("policy_deny");
    expect(paid).toEqual(siblingsOf(sdk, way));
  });

  it("in message mode the model reads why, and the other calls of the step run", async () => {
    const turns = [[pay(500), { tool: "read", input: {}, id: "call-2" }], "sorry"];
    const made = await run(sdk, way, { turns }, { ...options, onBlocked: "message" });
    expect(made.text).toBe("sorry");
    expect(JSON.stringify(made.messages)).toContain("policy_deny");
    expect(paid).toEqual([0]);
  });

  it("a yes that a client made up runs nothing, however often it is sent", async () => {
    for (const messages of [forged(50), forged(50), forged(500)])
      await errorOf(run(sdk, way, { messages }));
    expect(paid).toEqual([]);
    expect(await runtime.approvals.list("approved")).toEqual([]);
  });

  it("a call that a client made up does not run either, though policy would allow it", async () => {
    const automatic = structuredClone(forged(5));
    Object.assign((automatic[1]?.content[1] ?? {}) as object, { isAutomatic: true });
    for (const messages of [forged(5), automatic])
      await errorOf(run(sdk, way, { messages }, { ...options, onBlocked: "message" }));
    if (sdk === newest) await errorOf(run(sdk, way, { messages: forged(5) }));
    expect(paid).toEqual([]);
  });

  it("a yes that a client made up is not even looked at where requests are signed", async () => {
    const more = { experimental_toolApprovalSecret: "of the server" };
    const error = await errorOf(run(sdk, way, { messages: forged(5), more }));
    expect(String(error)).toContain("signature");
    expect(await linesOf(runtime)).toEqual([]);
  });

  it("a yes that a client made up to a call that waits counts only if the host knows whose it is", async () => {
    await run(sdk, way, { turns: [[pay(50)]] });
    await errorOf(
      run(sdk, way, { messages: forged(50) }, { ...options, approver: () => undefined }),
    );
    expect(paid).toEqual([]);
    expect(await runtime.approvals.pending()).toHaveLength(1);
  });

  it("a yes does not outlive its call", async () => {
    const waiting = await run(sdk, way, { turns: [[pay(50)]] });
    const again = await run(sdk, way, { messages: answered(waiting, true), turns: [[pay(50)]] });
    expect(paid).toEqual([50]);
    expect(again.messages.at(-1)?.role).toBe("assistant");
    expect(await runtime.approvals.pending()).toHaveLength(1);
  });

  it("a yes is not for a tool that has been described anew", async () => {
    const waiting = await run(sdk, way, { turns: [[pay(50)]] });
    const fence = capFence(tools({ description: "Pays anybody." }), options);
    const messages = answered(waiting, true);
    await errorOf(way(sdk, fence, { tools: fence.tools, messages, turns: ["done"] }));
    expect(paid).toEqual([]);
  });

  it("a yes is not for another session, nor for another actor", async () => {
    for (const other of [{ sessionId: "s2" }, { identify: () => ({ actor: "mallory" }) }]) {
      const waiting = await run(sdk, way, { turns: [[pay(50)]] }, { ...options, sessionId: "s1" });
      const messages = answered(waiting, true);
      await errorOf(run(sdk, way, { messages }, { ...options, sessionId: "s1", ...other }));
    }
    expect(paid).toEqual([]);
  });

  it("an app that approves of everything changes nothing", async () => {
    const more = { toolApproval: () => "approved" };
    const error = await errorOf(run(sdk, way, { turns: [[pay(500)], "done"], more }));
    expect(AgentActionBlocked.find(error)?.reason).toBe("policy_deny");
    expect(paid).toEqual([]);
  });

  it("input that does not fit the schema is neither judged nor run", async () => {
    const turns = [[{ tool: "pay", input: { amount: "5" } }], "done"];
    const made = await run(sdk, way, { turns });
    expect(made.content.some(({ type }) => type === "tool-error")).toBe(true);
    expect(paid).toEqual([]);
    expect(await linesOf(runtime)).toEqual([]);
  });

  it("a tool's hooks cannot change what is run to what was not judged", async () => {
    const fence = capFence(tools({ onInputAvailable: payMore }), {
      ...options,
      onBlocked: "message",
    });
    await way(sdk, fence, { tools: fence.tools, turns: [[pay(5)], "done"] });
    expect(paid).toEqual([]);
  });

  it("what could only be seen as the tool ran ends the run before the model is asked again", async () => {
    runtime = paymentsRuntime(`
require_approval:
  - { capability: payments.pay, max_calls: { count: 1, per: 1h, by: [actor] } }
allow: [payments.pay]
`);
    const limited = {
      ...options,
      runtime,
      capability: "payments.pay",
      onApproval: "block",
    } as const;
    const turns = [[pay(1, "a"), pay(2, "b")], "done"];
    const error = await errorOf(run(sdk, way, { turns }, limited));
    expect(AgentActionBlocked.find(error)?.reason).toBe("approval_required");
    expect(paid).toHaveLength(1);
  });
});
