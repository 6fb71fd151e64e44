import { experimental_codeModeTool as codeModeTool } from "@ai-sdk/code-mode";
import type { ActionRuntime } from "@capfence/core";
import type { Tool, ToolSet } from "ai";
import { beforeEach, describe, expect, it } from "vitest";
import { errorOf, linesOf, payAndRead, paymentsRuntime } from "../test/payments.ts";
import { newest } from "../test/sdks.ts";
import { denialIn, readByModel, type Run, ways } from "../test/ways.ts";
import { capFence } from "./cap-fence.ts";
import type { AiSdkGuardOptions } from "./options.ts";

let paid: number[];
let runtime: ActionRuntime;
let options: AiSdkGuardOptions;

beforeEach(() => {
  paid = [];
  runtime = paymentsRuntime();
  options = { runtime, agentId: "agent", approver: () => ({ by: "carol" }) };
});

const tools = (): ToolSet => payAndRead(paid);

describe("code mode", () => {
  const callers = { experimental_toolCallers: { pay: ["code_mode"] } };

  function generate(amount: number, more: Partial<AiSdkGuardOptions> = {}): Promise<Run> {
    const all = { ...tools(), code_mode: codeModeTool() as Tool };
    const fence = capFence(all, { ...options, onBlocked: "message", ...more });
    const turns = [
      [{ tool: "code_mode", input: { js: `return await tools.pay({ amount: ${amount} });` } }],
      "done",
    ];
    return ways.generateText(newest, fence, { tools: fence.tools, turns, more: callers });
  }

  it("judges the code, and each call that it makes", async () => {
    expect(JSON.stringify(readByModel(await generate(5)))).toContain("paid 5");
    expect(await linesOf(runtime)).toEqual([
      "code.run policy_allow",
      "payments.pay policy_allow",
      "succeeded",
      "succeeded",
    ]);
  });

  it("does not run a call that is denied, or needs an approval", async () => {
    for (const amount of [50, 500]) {
      expect(denialIn(readByModel(await generate(amount)))).toBeDefined();
      await errorOf(generate(amount, { onBlocked: "throw" }));
      await errorOf(generate(amount, { onApproval: "block" }));
    }
    expect(paid).toEqual([]);
  });

  it("runs a call once its request is approved in CapFence", async () => {
    await generate(50);
    const [request] = await runtime.approvals.pending();
    await runtime.approvals.approve(request?.id ?? "", { by: "dora" });
    await generate(50);
    await generate(50);
    expect(paid).toEqual([50]);
  });

  it("does not run code at all where the policy has no word for it", async () => {
    const capabilities = { pay: "payments.pay", code_mode: "code.forbidden" };
    const made = await generate(5, { capabilities });
    expect(denialIn(readByModel(made))).toContain("policy_default_deny");
    expect(paid).toEqual([]);
  });
});
