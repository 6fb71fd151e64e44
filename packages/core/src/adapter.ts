/** For whoever writes an adapter: the guard with what frameworks know of a call. Users of one need none of it. */
export { asSent } from "./adapter/as-sent.ts";
export {
  Enforcement,
  type NativeCall,
  type NativeProposal,
  type NativeTool,
} from "./adapter/enforcement.ts";
export type { NativeAnswer } from "./adapter/native-answer.ts";
export type { AdapterOptions, PausingAdapterOptions } from "./adapter/options.ts";
export type { PendingApproval } from "./adapter/pending-approval.ts";
export { areSameOptions } from "./adapter/same-options.ts";
export { snapshot } from "./adapter/snapshot.ts";
