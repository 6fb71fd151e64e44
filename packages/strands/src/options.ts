import type { PausingAdapterOptions } from "@capfence/core/adapter";
import type { ToolContext } from "@strands-agents/sdk";

/** What Strands says of a call: the context that it runs tools with; undefined where `invoke` is called without one. */
export type StrandsCall = ToolContext | undefined;

/** What a guard around Strands tools takes. */
export type StrandsGuardOptions = PausingAdapterOptions<StrandsCall>;
