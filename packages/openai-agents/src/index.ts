/** CapFence for the OpenAI Agents SDK: agents whose tools run only what the policy allows. */
export { createCapFenceTool } from "./create-capfence-tool.ts";
export { type GuardableAgent, guardAgent } from "./guard-agent.ts";
export { guardRunner, passOnRejections } from "./guard-runner.ts";
export { guardTool, guardTools } from "./guard-tool.ts";
export type { GuardableTool } from "./guarded-tools.ts";
export { type HostedMcpApproval, hostedMcpApproval } from "./hosted-mcp-approval.ts";
export type { OpenAiGuardOptions } from "./options.ts";
export { unwrapBlocked } from "./unwrap-blocked.ts";
