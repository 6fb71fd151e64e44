import { JsonError } from "@capfence/core";
import { type Enforcement, snapshot } from "@capfence/core/adapter";
import { type RunnableConfig, RunnableLambda, RunnableToolLike } from "@langchain/core/runnables";
import type { ToolRunnableConfig } from "@langchain/core/tools";
import { contextOf, withJudgedCall } from "./call-context.ts";
import { denialOf, isErrorMessage } from "./denial.ts";
import type { LangChainCall } from "./options.ts";
import { runOrPause } from "./run-or-pause.ts";
import { definitionOf } from "./tool-definition.ts";

/** A runnable made a tool (`asTool`), run only as the policy allows. */
export function guardRunnable(
  inner: RunnableToolLike,
  enforcement: Enforcement<LangChainCall>,
): RunnableToolLike {
  const { name, description, schema } = inner;
  const definition = definitionOf({ name, description: description ?? "", schema });
  const bound = RunnableLambda.from((parsed: unknown, config: ToolRunnableConfig) => {
    // The runnable would take it for the call and run with what is inside of it, which nobody has judged.
    if (isToolCall(parsed))
      throw new JsonError('the arguments of a runnable must not be of type "tool_call" themselves');
    const isObject = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
    return runOrPause<unknown>(enforcement, {
      toolName: name,
      input: isObject ? parsed : { input: parsed },
      definition,
      native: config,
      context: contextOf(config),
      ...(config.signal === undefined ? {} : { signal: config.signal }),
      isFailure: isErrorMessage,
      invoke: (judged) =>
        inner.invoke(isObject ? judged : judged["input"], withJudgedCall(config, judged)),
      deny: (blocked) => denialOf(blocked, name, config),
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
