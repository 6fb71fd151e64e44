import { type RunnableConfig, RunnableLambda, RunnableToolLike } from "@langchain/core/runnables";
import type { ToolRunnableConfig } from "@langchain/core/tools";
import { withJudgedCall } from "./call-context.ts";
import type { Enforcement } from "./enforcement.ts";
import { snapshot } from "./snapshot.ts";

/** A runnable made a tool (`asTool`), run only as the policy allows. */
export function guardRunnable(inner: RunnableToolLike, enforcement: Enforcement): RunnableToolLike {
  const { name, description, schema } = inner;
  const bound = RunnableLambda.from((parsed: unknown, config: ToolRunnableConfig) => {
    const isObject = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
    return enforcement.run<unknown>({
      toolName: name,
      input: isObject ? parsed : { input: parsed },
      config,
      invoke: (judged) =>
        inner.invoke(isObject ? judged : judged["input"], withJudgedCall(config, judged)),
      deny: (denial) => denial,
    });
  });
  const words = description === undefined ? {} : { description };
  const guarded = new RunnableToolLike({ name, schema, bound, ...words });
  const invoke = guarded.invoke.bind(guarded);
  guarded.invoke = (input: unknown, config?: Partial<RunnableConfig>) => {
    const given = snapshot(input);
    // A runnable forgets the tool call once it has parsed it, but the record and a denial need its id.
    return invoke(given, isToolCall(given) ? ({ ...config, toolCall: given } as object) : config);
  };
  return guarded;
}

function isToolCall(input: unknown): boolean {
  return (
    typeof input === "object" && input !== null && "type" in input && input.type === "tool_call"
  );
}
