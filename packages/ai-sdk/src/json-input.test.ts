import { AgentActionBlocked } from "@capfence/core";
import { beforeEach, describe, expect, it } from "vitest";
import { generateFenced, type Setting } from "../test/generate-fenced.ts";
import { errorOf, paymentsRuntime, payTool } from "../test/payments.ts";
import { newest, sdks } from "../test/sdks.ts";
import type { Run } from "../test/ways.ts";
import { guardTools } from "./guard-tools.ts";
import type { AiSdkGuardOptions } from "./options.ts";

let paid: number[];
let options: AiSdkGuardOptions;

beforeEach(() => {
  paid = [];
  options = {
    runtime: paymentsRuntime(),
    agentId: "agent",
    onBlocked: "message",
    approver: () => ({ by: "carol" }),
  };
});

const generate = (setting: Setting): Promise<Run> => generateFenced(paid, options, setting);

describe("input that is no plain JSON", () => {
  const turns = [[{ tool: "pay", input: '{"amount": 5, "to": "\\ud800"}' }], "done"];

  it("is refused: to the model in message mode, else to the caller", async () => {
    const { jsonSchema } = newest.ai;
    const loose = { inputSchema: jsonSchema({ type: "object" }) };
    expect((await generate({ tool: loose, turns })).text).toBe("done");
    for (const { ai, model } of sdks) {
      const tools = guardTools({ pay: payTool(paid, loose) }, { ...options, onApproval: "pause" });
      const { text } = await ai.generateText({
        model: model(...turns) as never,
        tools,
        stopWhen: ai.stepCountIs(2),
        prompt: "go on",
      });
      expect(text).toBe("done");
    }
    const error = await errorOf(generate({ tool: loose, turns, guard: { onBlocked: "throw" } }));
    expect(String(error)).toContain("JsonError");
    expect(AgentActionBlocked.find(error)).toBeUndefined();
    expect(paid).toEqual([]);
  });
});
