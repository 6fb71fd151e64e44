import type { GuardOptions, Identity } from "@capfence/core";
import type { ClientTool, Tool, ToolRunnableConfig } from "@langchain/core/tools";

/** A tool that LangChain runs itself; under `exactOptionalPropertyTypes` a `Tool` is no `ClientTool`. */
export type LangChainTool = ClientTool | Tool;

/** What a guard around LangChain tools takes. */
export interface LangChainGuardOptions extends Omit<GuardOptions, "framework"> {
  /**
   * Who a call acts for, from the config it is invoked with. Read only what your host puts there
   * (`configurable`, `context`), never what a model can write.
   */
  readonly identify?: (config: ToolRunnableConfig | undefined) => Identity | undefined;
}

/** As {@link LangChainGuardOptions}, with the tool. */
export interface CapFenceToolOptions<Kind extends LangChainTool> extends LangChainGuardOptions {
  readonly tool: Kind;
}
