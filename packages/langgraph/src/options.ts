import type { LangChainCall, LangChainGuardOptions } from "@capfence/langchain";
import type { ToolNodeOptions } from "@langchain/langgraph/prebuilt";

/** What LangGraph says of a call: the config that its tool is called with. */
export type LangGraphCall = LangChainCall;

/** What a guard in a graph takes. */
export type LangGraphGuardOptions = LangChainGuardOptions;

/** As {@link LangGraphGuardOptions}, with what LangGraph's own `ToolNode` takes. */
export interface CapFenceToolNodeOptions extends LangGraphGuardOptions, ToolNodeOptions {}
