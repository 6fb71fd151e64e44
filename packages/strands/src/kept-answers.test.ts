import type { ActionRuntime } from "@capfence/core";
import { type Agent, type AgentConfig, BeforeToolsEvent } from "@strands-agents/sdk";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { agentFor, answering, pay, restored, saved } from "../test/agents.ts";
import { pausingOptions } from "../test/pausing-options.ts";
import { errorOf, paymentsRuntime, payTool } from "../test/payments.ts";
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

/** A fresh agent that goes on from the state of another one. */
function resumed(snapshot: string): Agent {
  return restored(make([]), snapshot);
}

/** Whoever uses the agent now, as the host knows them. */
function asUser(user: string): { invocationState: { user: string } } {
  return { invocationState: { user } };
}

describe("a call that needs approval", () => {
  it("does not take an answer that somebody wrote into the state for another request", async () => {
    const first = make([[pay(50)]]);
    await first.invoke("go");
    const [request] = await runtime.approvals.pending();
    const forged = saved(first)
      .replaceAll(`${request?.id}`, "apr_other")
      .replaceAll('"source":"tool"', '"response":true,"source":"tool"');
    expect(forged).toContain('"response":true');
    const agent = resumed(forged);
    const result = await agent.invoke(answering("tool:call-50:capfence:apr_other", true));
    expect(result.stopReason).toBe("interrupt");
    expect(paid).toEqual([]);
    expect(await runtime.approvals.list("approved")).toEqual([]);
  });

  it("is not paid by an answer in the state of whom the host cannot name", async () => {
    options = { ...options, approver: () => undefined };
    const first = make([[pay(50)]]);
    const [interrupt] = (await first.invoke("go")).interrupts ?? [];
    const forged = saved(first).replaceAll('"source":"tool"', '"response":true,"source":"tool"');
    await resumed(forged).invoke(answering(interrupt?.id ?? "", true));
    expect(paid).toEqual([]);
  });
});

describe("an answer that an agent keeps", () => {
  beforeEach(() => {
    options = {
      ...options,
      approver: (context) => ({ by: String(context?.invocationState["user"]) }),
    };
  });

  it.each(["is cancelled", "fails"])(
    "is not counted as that of whoever resumes next, where the resume it came with %s",
    async (how) => {
      const first = make([[pay(50), pay(60)]]);
      const { interrupts = [] } = await first.invoke("go", asUser("alice"));
      const [fifty, sixty] = [50, 60].map(
        (amount) => interrupts.find(({ id }) => id.includes(`call-${amount}`))?.id ?? "",
      );
      if (how === "fails")
        first.addHook(BeforeToolsEvent, () => {
          throw new Error("the network is down");
        });
      const cancelSignal = AbortSignal.abort();
      const stopped = how === "fails" ? {} : { cancelSignal };
      await errorOf(first.invoke(answering(fifty ?? "", true), { ...asUser("bob"), ...stopped }));
      expect(paid).toEqual([]);
      const second = resumed(saved(first));
      await second.invoke(answering(sixty ?? "", false), asUser("carol"));
      expect(paid).toEqual([]);
      expect(await runtime.approvals.list("approved")).toEqual([]);
      expect(await runtime.approvals.list("consumed")).toEqual([]);
    },
  );

  it("is no yes to a call in the background, which knows only who started it", async () => {
    const backgroundTasks = { always: ["pay"] };
    const agent = make([[pay(50)]], { backgroundTasks });
    const { interrupts } = await agent.invoke("go", asUser("alice"));
    expect(interrupts).toHaveLength(1);
    await agent.invoke(answering(interrupts?.[0]?.id ?? "", true), asUser("bob"));
    expect(paid).toEqual([]);
    expect(await runtime.approvals.list("consumed")).toEqual([]);
    const [request] = await runtime.approvals.pending();
    expect(request?.answers).toEqual([]);
  });

  it("is no yes that nobody gave, where an approval from elsewhere was used meanwhile", async () => {
    options = { ...options, onApproval: "block" };
    await make([[pay(50)]]).invoke("go", asUser("alice"));
    const [request] = await runtime.approvals.pending();
    await runtime.approvals.approve(request?.id ?? "", { by: "dora" });
    const blocking = make([[pay(50)], [pay(50)]]);
    const preview = runtime.preview.bind(runtime);
    vi.spyOn(runtime, "preview").mockImplementationOnce(async (event) => {
      const found = await preview(event);
      await blocking.invoke("go", asUser("alice"));
      return found;
    });
    options = { ...options, onApproval: "pause" };
    await make([[pay(50)]]).invoke("go", asUser("carol"));
    expect(paid).toHaveLength(1);
    expect(await runtime.approvals.pending()).toHaveLength(1);
  });
});
