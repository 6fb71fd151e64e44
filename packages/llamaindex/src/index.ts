/** CapFence for LlamaIndex.TS: tools and workflows that run only what the policy allows. */
export { guardTool, guardTools } from "./guard-tools.ts";
export { type GuardableWorkflow, guardWorkflow } from "./guard-workflow.ts";
export type { LlamaIndexCall, LlamaIndexGuardOptions } from "./options.ts";
export type { ToolConfig } from "./tool-config.ts";
