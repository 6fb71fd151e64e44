/** CapFence for Mastra: agents and tools that run only what the policy allows. */
export { guardAgent } from "./guard-agent.ts";
export { guardTool, guardTools } from "./guarded-tool.ts";
export type { MastraCall, MastraGuardOptions, MastraTool } from "./options.ts";
