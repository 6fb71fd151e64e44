import type { MaybePromise } from "../maybe-promise.ts";
import type { ApprovalRequest } from "./request.ts";

/** Where requests for approval are kept (a port); they change only through the audit store's `commit`. */
export interface ApprovalStore {
  request(id: string): MaybePromise<ApprovalRequest | undefined>;
  /** The newest request with this digest. */
  newestRequest(digest: string): MaybePromise<ApprovalRequest | undefined>;
  /** All requests, oldest first. */
  requests(): MaybePromise<readonly ApprovalRequest[]>;
}
