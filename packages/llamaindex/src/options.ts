import type { AdapterOptions } from "@capfence/core/adapter";

/** What LlamaIndex says of a call: what its tool was bound to, if it was. */
export type LlamaIndexCall = object | undefined;

/** What a guard around LlamaIndex tools takes. */
export type LlamaIndexGuardOptions = AdapterOptions<LlamaIndexCall>;
