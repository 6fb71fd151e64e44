import {
  AgentActionBlocked,
  ConfigurationError,
  denialMessage,
  Guard,
  type GuardedCall,
} from "@capfence/core";
import { ToolMessage } from "@langchain/core/messages";
import type { ToolRunnableConfig } from "@langchain/core/tools";
import { contextOf, toolCallIdOf } from "./call-context.ts";
import type { LangChainGuardOptions } from "./options.ts";

/** One call of a LangChain tool on its way through the guard. */
export interface EnforcedCall<Output> extends Pick<
  GuardedCall<Output>,
  "toolName" | "input" | "invoke" | "definition"
> {
  readonly config: ToolRunnableConfig | undefined;
  /** What the call gives instead of the tool's output when it is blocked in message mode. */
  readonly deny: (denial: ToolMessage | string) => Output;
}

/** The guard with what is LangChain's own: where the context comes from, and how a denial looks. */
export class Enforcement {
  readonly #guard: Guard;
  readonly #identify: LangChainGuardOptions["identify"];

  /** Throws `ConfigurationError` or `PolicyLoadError` where the options cannot work. */
  constructor({ identify, ...options }: LangChainGuardOptions) {
    this.#guard = new Guard({ ...options, framework: "langchain" });
    this.#identify = identify;
  }

  /** As `Guard.run`; in message mode a blocked call gives a denial for the model instead of throwing. */
  async run<Output>(call: EnforcedCall<Output>): Promise<Output> {
    const { toolName, config } = call;
    const run = (): Promise<Output> =>
      this.#guard.run({
        toolName,
        input: call.input,
        invoke: call.invoke,
        context: contextOf(config),
        ...(call.definition === undefined ? {} : { definition: call.definition }),
        ...(config?.signal === undefined ? {} : { signal: config.signal }),
        isFailure: isErrorMessage,
      });
    try {
      const identity = this.#identify?.(config);
      if (identity === undefined) return await run();
      if ("then" in identity)
        throw new ConfigurationError("identify must answer at once, not with a promise");
      return await this.#guard.runtime.withIdentity(identity, run);
    } catch (error) {
      if (this.#guard.onBlocked !== "message" || !AgentActionBlocked.isInstance(error)) throw error;
      return call.deny(denial(error, toolName, toolCallIdOf(config)));
    }
  }
}

/** LangChain's own denial: a tool message of status `error`, or its text where no tool call waits for an answer. */
function denial(
  blocked: AgentActionBlocked,
  name: string,
  toolCallId: string | undefined,
): ToolMessage | string {
  const content = denialMessage(blocked);
  if (toolCallId === undefined) return content;
  return new ToolMessage({ content, name, tool_call_id: toolCallId, status: "error" });
}

/** Tools may report a failure as a message instead of throwing. */
function isErrorMessage(output: unknown): boolean {
  return ToolMessage.isInstance(output) && output.status === "error";
}
