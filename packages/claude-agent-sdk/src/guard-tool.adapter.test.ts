import { tool as makeTool } from "@anthropic-ai/claude-agent-sdk";
import { describeAdapter } from "@capfence/testkit";
import { z } from "zod";
import { z as z3 } from "zod/v3";
import { guardTool } from "./guard-tool.ts";

/** The suite's tool with each kind of schema there is. */
const shapes = {
  "zod 4": { amount: z.number(), to: z.string(), tags: z.array(z.string()) },
  "zod 3": { amount: z3.number(), to: z3.string(), tags: z3.array(z3.string()) },
} as const;

for (const [kind, shape] of Object.entries(shapes))
  describeAdapter({
    name: `guardTool around a tool() with a ${kind} schema`,
    harness({ name, description, run }, options) {
      const original = makeTool(
        name,
        description,
        shape as (typeof shapes)["zod 4"],
        async (input, extra) => {
          const { signal } = extra as { readonly signal?: AbortSignal };
          return { content: [{ type: "text", text: await run(input, signal) }] };
        },
      );
      const guarded = guardTool(original, options);
      const { handler: _original, ...shownOriginal } = original;
      const { handler: _guarded, ...shownGuarded } = guarded;
      return {
        async call(input, signal) {
          const result = await guarded.handler(input as never, { signal });
          const [block] = result.content;
          const text = block?.type === "text" ? block.text : undefined;
          return result.isError === true ? { denial: text } : text;
        },
        denialOf: (output) => (output as { readonly denial?: string }).denial,
        shown: { original: shownOriginal, guarded: shownGuarded },
      };
    },
  });
