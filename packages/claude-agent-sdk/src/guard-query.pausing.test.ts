import { createSdkMcpServer, type Options, tool as makeTool } from "@anthropic-ai/claude-agent-sdk";
import { describePausing, type PausableRun } from "@capfence/testkit";
import { z } from "zod";
import { drain } from "../test/claude.ts";
import { emulatedQuery, type Told } from "../test/emulated-query.ts";
import { guardQuery } from "./guard-query.ts";
import { guardTool } from "./guard-tool.ts";
import type { ClaudeGuardOptions } from "./options.ts";

/** A paused run: what Claude Code keeps of its deferred call. */
interface Paused {
  readonly id: string;
  readonly input: unknown;
}

let calls = 0;

describePausing({
  name: "guardQuery with deferred calls of a guarded tool",
  harness({ name, description, run }, suiteOptions) {
    const options: ClaudeGuardOptions = suiteOptions as ClaudeGuardOptions;
    const shape = { amount: z.number(), to: z.string(), tags: z.array(z.string()) };
    const original = makeTool(name, description, shape, async (input) => ({
      content: [{ type: "text", text: await run(input) }],
    }));
    const go = async ({ id, input }: Paused, guard: ClaudeGuardOptions): Promise<PausableRun> => {
      const guarded = guardTool(original, options);
      const bank = createSdkMcpServer({ name: "bank", tools: [guarded] });
      const query: Options = { mcpServers: { bank } };
      let told: Told = {};
      const emulated = emulatedQuery({
        toolName: `mcp__bank__${name}`,
        input,
        id,
        server: "bank",
        run: async (given) => {
          const extra = { _meta: { "claudecode/toolUseId": id } };
          const { content, isError } = await guarded.handler(z.object(shape).parse(given), extra);
          const text = content.map((block) => (block.type === "text" ? block.text : "")).join("");
          return isError === true ? { denial: text } : text;
        },
        ended: (by) => (told = by),
      });
      const { error } = await drain(guardQuery(emulated, guard)({ prompt: "go", options: query }));
      if (error !== undefined) throw error;
      if (told.isDeferred === true) return { state: JSON.stringify({ id, input }) };
      return { output: told.output ?? told };
    };
    return {
      start: (input) => go({ id: `toolu_${(calls += 1)}`, input }, options),
      resume(state, answer) {
        const paused = JSON.parse(state) as Paused;
        return go(paused, { ...options, answers: { [paused.id]: answer } });
      },
      denialOf: (output) => (output as Told).denial,
      forge: (state, input) => JSON.stringify({ ...(JSON.parse(state) as Paused), input }),
    };
  },
});
