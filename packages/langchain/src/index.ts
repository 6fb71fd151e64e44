/** CapFence for LangChain.js: tools that run only what the policy allows. */
export { CapFenceTool, type CapFenceToolConstructor, guardTools } from "./capfence-tool.ts";
export type { CapFenceToolOptions, LangChainGuardOptions, LangChainTool } from "./options.ts";
