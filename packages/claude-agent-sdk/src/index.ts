/** CapFence for the Claude Agent SDK: agents whose tools run only what the policy allows. */
export { guardOptions } from "./guard-options.ts";
export { guardQuery, type QueryFunction } from "./guard-query.ts";
export { guardTool, guardTools } from "./guard-tool.ts";
export type { InProcessTool } from "./guarded-tool.ts";
export type { ClaudeCall, ClaudeGuardOptions, DeferredAnswer } from "./options.ts";
