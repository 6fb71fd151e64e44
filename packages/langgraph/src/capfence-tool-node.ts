import { ConfigurationError } from "@capfence/core";
import { areSameOptions } from "@capfence/core/adapter";
import { CapFenceTool } from "@capfence/langchain";
import { guardToolBy } from "@capfence/langchain/adapter";
import type { ToolMessage } from "@langchain/core/messages";
import type { ToolCall } from "@langchain/core/messages/tool";
import type { Command, LangGraphRunnableConfig } from "@langchain/langgraph";
import { ToolNode } from "@langchain/langgraph/prebuilt";
import { Batch } from "./batch.ts";
import { foresee } from "./foresee.ts";
import { GraphEnforcement } from "./graph-enforcement.ts";
import type { CapFenceToolNodeOptions, LangGraphGuardOptions } from "./options.ts";
import { openCalls } from "./tool-calls.ts";

/** LangGraph's own `ToolNode` takes any state and gives any update. */
type AnyState = Parameters<ToolNode["invoke"]>[0];

/** LangGraph's `ToolNode` whose tools run only as the policy allows, and only once all calls of a message have been looked at. */
export class CapFenceToolNode<State = AnyState> extends ToolNode<State> {
  readonly #enforcement: GraphEnforcement;
  readonly #options: LangGraphGuardOptions;
  readonly #batches = new WeakMap<LangGraphRunnableConfig, Batch>();

  /**
   * Throws `ConfigurationError` for options that cannot work, for tools that are guarded already, and for tools that
   * LangChain does not run itself; `PolicyLoadError` for a policy that does not load.
   */
  constructor(tools: ToolNode["tools"], options: CapFenceToolNodeOptions) {
    const { name, tags, handleToolErrors, ...rest } = options;
    const enforcement = new GraphEnforcement(rest);
    super(
      tools.map((tool) => guardOne(tool, enforcement)),
      {
        ...(name === undefined ? {} : { name }),
        ...(tags === undefined ? {} : { tags }),
        ...(handleToolErrors === undefined ? {} : { handleToolErrors }),
      },
    );
    // Nothing is added to it later that nobody guards.
    const given = Object.freeze(this.tools);
    Object.defineProperty(this, "tools", { value: given, writable: false });
    this.#enforcement = enforcement;
    this.#options = rest;
  }

  /** Whether a guard with these options would only judge every call a second time. */
  isGuardedWith(options: LangGraphGuardOptions): boolean {
    return areSameOptions(this.#options, options);
  }

  protected override run(input: unknown, config: LangGraphRunnableConfig): Promise<State> {
    const own = { ...config };
    const batch = new Batch(
      openCalls(input),
      (calls) => foresee(calls, this.#enforcement, own),
      this.#enforcement.onBlocked,
    );
    this.#batches.set(own, batch);
    return super.run(input, own);
  }

  protected override async runTool(
    call: ToolCall,
    config: LangGraphRunnableConfig,
    /** Not in every version. */
    state?: unknown,
  ): Promise<ToolMessage | Command> {
    const seat = this.#batches.get(config)?.seatOf(call);
    // Its tool is guarded all the same; it only asks nobody.
    if (seat === undefined) return super.runTool(call, config, state);
    try {
      const answer = await this.#enforcement.seated(seat, () => super.runTool(call, config, state));
      // A `ToolNode` that handles errors has made a message for the model of it.
      if (seat.fault !== undefined) throw seat.fault;
      return answer;
    } finally {
      seat.leave();
    }
  }
}

function guardOne(
  tool: ToolNode["tools"][number],
  enforcement: GraphEnforcement,
): ToolNode["tools"][number] {
  if (tool instanceof CapFenceTool)
    throw new ConfigurationError(
      `"${tool.name}" is guarded already, and every call would be judged twice; give the node the tool itself`,
    );
  return guardToolBy(enforcement, tool);
}
