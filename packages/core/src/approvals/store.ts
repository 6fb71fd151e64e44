import type { ApprovalRequest } from "./request.ts";

/** A value, or a promise of it where the engine has to wait for it. */
export type MaybePromise<Value> = Value | Promise<Value>;

/** Where requests for approval are kept (a port); they change only through the audit store's `commit`. */
export interface ApprovalStore {
  request(id: string): MaybePromise<ApprovalRequest | undefined>;
  /** The newest request with this digest. */
  newestRequest(digest: string): MaybePromise<ApprovalRequest | undefined>;
  /** All requests, oldest first. */
  requests(): MaybePromise<readonly ApprovalRequest[]>;
}
