/** CapFence for the Vercel AI SDK: tools that run only what the policy allows. */
export type { AppApproval, ApprovalStatus, ProposedToolCall } from "./app-approval.ts";
export { type CapFence, capFence } from "./cap-fence.ts";
export { guardTools } from "./guard-tools.ts";
export type { AiSdkCall, AiSdkGuardOptions } from "./options.ts";
export type { Step } from "./step.ts";
