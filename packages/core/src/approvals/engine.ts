import { ConfigurationError } from "../errors.ts";
import { type Answer, answerRequest, type Approval, cancelRequest } from "./answers.ts";
import type { ApprovalPorts } from "./approval-ports.ts";
import type { ApprovedGrant } from "./grant.ts";
import { type Endorser, endorseGrant, keepGrant, listGrants, revokeGrant } from "./grants.ts";
import type { GrantInput } from "./make-grant.ts";
import { type ApprovalRequest, type ApprovalState, stateAt } from "./request.ts";
import { allRequests, findGrant, findRequest } from "./stored.ts";
import type { Speaker } from "./words.ts";

/** Shows and answers the requests for approval that `require_approval` has queued, and grants calls before they are made; all of it is recorded. */
export class ApprovalEngine {
  #ports: ApprovalPorts | undefined;

  /** Without ports, it takes those of the runtime it is given to. */
  constructor(ports?: ApprovalPorts) {
    this.#ports = ports;
  }

  /** Gives the engine its ports, unless it has some. */
  attach(ports: ApprovalPorts): void {
    this.#ports ??= ports;
  }

  /** The ports, once there are any. */
  get attached(): ApprovalPorts | undefined {
    return this.#ports;
  }

  /** A request. */
  async get(id: string): Promise<ApprovalRequest | undefined> {
    return findRequest(this.#opened().store, id);
  }

  /** All requests that stand in a given state now, oldest first. */
  async list(state: ApprovalState): Promise<readonly ApprovalRequest[]> {
    const { store, clock } = this.#opened();
    const now = clock();
    return (await allRequests(store)).filter((request) => stateAt(request, now) === state);
  }

  /** The requests that wait for an answer, oldest first. */
  pending(): Promise<readonly ApprovalRequest[]> {
    return this.list("pending");
  }

  /**
   * Lets exactly the requested call through, once, until it expires; with a `grant`, later calls as well. Throws
   * `ApprovalError` if it is not pending, or this approver cannot answer it.
   */
  async approve(id: string, approval: Approval): Promise<ApprovalRequest> {
    return answerRequest(id, "approved", approval, this.#opened());
  }

  /** Refuses the requested call until the request expires. Throws `ApprovalError` as `approve` does. */
  async reject(id: string, answer: Answer): Promise<ApprovalRequest> {
    return answerRequest(id, "rejected", answer, this.#opened());
  }

  /** Takes back a request that was neither used nor rejected. Throws `ApprovalError` where there is none. */
  async cancel(
    id: string,
    words: { readonly by: string; readonly reason?: string },
  ): Promise<ApprovalRequest> {
    return cancelRequest(id, words, this.#opened());
  }

  /** Opens calls that a policy asks approval for, before they are made. Throws `ApprovalError` for a grant that is too wide or too long. */
  grant(input: GrantInput): Promise<ApprovedGrant> {
    return keepGrant(input, this.#opened());
  }

  /** As {@link grant}: for an actor, for so many seconds. */
  grantTemporaryApproval(input: Omit<GrantInput, "session">): Promise<ApprovedGrant> {
    return this.grant(input);
  }

  /** As {@link grant}: for one session of an actor, for so many seconds. */
  grantSessionApproval(input: GrantInput & { readonly session: string }): Promise<ApprovedGrant> {
    return this.grant(input);
  }

  /** Joins those who give a grant that needs more than one. */
  endorse(id: string, speaker: Endorser): Promise<ApprovedGrant> {
    return endorseGrant(id, speaker, this.#opened());
  }

  /** Takes a grant back: no call that comes after is let through by it. */
  revoke(id: string, speaker: Speaker & { readonly reason?: string }): Promise<ApprovedGrant> {
    return revokeGrant(id, speaker, this.#opened());
  }

  /** Grants of the last 30 days, which is as long as any lasts, oldest first. */
  grants(): Promise<readonly ApprovedGrant[]> {
    return listGrants(this.#opened());
  }

  /** A grant. */
  async getGrant(id: string): Promise<ApprovedGrant | undefined> {
    return findGrant(this.#opened().store, id);
  }

  #opened(): ApprovalPorts {
    if (this.#ports !== undefined) return this.#ports;
    throw new ConfigurationError(
      "the approval engine has no storage yet; pass { store, trail, clock, newId } or give it to an ActionRuntime",
    );
  }
}
