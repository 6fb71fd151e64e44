import type { PausingAdapterOptions } from "@capfence/core/adapter";
import type { ClientTool, Tool, ToolRunnableConfig } from "@langchain/core/tools";

/** A tool that LangChain runs itself; under `exactOptionalPropertyTypes` a `Tool` is no `ClientTool`. */
export type LangChainTool = ClientTool | Tool;

/** What LangChain says of a call: the config it was invoked with. */
export type LangChainCall = ToolRunnableConfig | undefined;

/** What a guard around LangChain tools takes. */
export type LangChainGuardOptions = PausingAdapterOptions<LangChainCall>;

/** As {@link LangChainGuardOptions}, with the tool. */
export interface CapFenceToolOptions<Kind extends LangChainTool> extends LangChainGuardOptions {
  readonly tool: Kind;
}
