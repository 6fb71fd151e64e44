import type { PausingAdapterOptions } from "@capfence/core/adapter";
import type { ToolsInput } from "@mastra/core/agent";
import type { ToolExecutionContext } from "@mastra/core/tools";

/** A tool as agents take it: of `createTool`, of an MCP client, or of the AI SDK. */
export type MastraTool = ToolsInput[string];

/** What Mastra tells a tool of one call: its `requestContext`, its agent, its workflow. Nothing where it is called directly. */
export type MastraCall = Partial<ToolExecutionContext> | undefined;

/** What a guard around Mastra's tools takes. */
export type MastraGuardOptions = PausingAdapterOptions<MastraCall>;
