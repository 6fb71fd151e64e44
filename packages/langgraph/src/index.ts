/** CapFence for LangGraph.js: graphs whose tools run only what the policy allows. */
export { CapFenceToolNode } from "./capfence-tool-node.ts";
export { guardNode } from "./guard-node.ts";
export { guardToolNode } from "./guard-tool-node.ts";
export type { CapFenceToolNodeOptions, LangGraphCall, LangGraphGuardOptions } from "./options.ts";
export { type SettledGraph, settleBlocked } from "./settle-blocked.ts";
