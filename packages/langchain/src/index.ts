/** CapFence for LangChain.js: tools that run only what the policy allows. */
export type { ApprovalInterrupt } from "./approval-interrupt.ts";
export { CapFenceTool, type CapFenceToolConstructor, guardTools } from "./capfence-tool.ts";
export type {
  CapFenceToolOptions,
  LangChainCall,
  LangChainGuardOptions,
  LangChainTool,
} from "./options.ts";
