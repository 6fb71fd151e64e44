/** CapFence for Strands Agents: agents whose tools run only what the policy allows. */
export { guardAgent } from "./guard-agent.ts";
export { guardTool, guardTools } from "./guard-tools.ts";
export type { StrandsCall, StrandsGuardOptions } from "./options.ts";
