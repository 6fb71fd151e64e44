import { ApprovalError, ConfigurationError } from "../errors.ts";
import type { ImmutableAuditTrail } from "../audit/trail.ts";
import { aboutRequest, type ApprovalRequest, type ApprovalState, stateAt } from "./request.ts";
import type { ApprovalStore } from "./store.ts";

/** What an approval engine works on. */
export interface ApprovalPorts {
  readonly store: ApprovalStore;
  readonly trail: ImmutableAuditTrail;
  /** Milliseconds since the Unix epoch. */
  readonly clock: () => number;
}

/** Who answers a request, and their words. */
export interface ApprovalAnswer {
  readonly by: string;
  readonly note?: string;
}

/** Shows and answers the requests for approval that `require_approval` has queued; every answer is recorded. */
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

  /** A request and where it stands now. */
  async get(id: string): Promise<ApprovalRequest | undefined> {
    return this.#opened().store.request(id);
  }

  /** All requests that stand in a given state now, oldest first. */
  async list(state: ApprovalState): Promise<readonly ApprovalRequest[]> {
    const { store, clock } = this.#opened();
    const now = clock();
    return (await store.requests()).filter((request) => stateAt(request, now) === state);
  }

  /** The requests that wait for an answer, oldest first. */
  pending(): Promise<readonly ApprovalRequest[]> {
    return this.list("pending");
  }

  /** Lets exactly the requested call through, once, until it expires. Throws `ApprovalError` if it is not pending. */
  approve(id: string, answer: ApprovalAnswer): Promise<ApprovalRequest> {
    return this.#resolve(id, "approved", answer);
  }

  /** Refuses the requested call until the request expires. Throws `ApprovalError` if it is not pending. */
  reject(id: string, answer: ApprovalAnswer): Promise<ApprovalRequest> {
    return this.#resolve(id, "rejected", answer);
  }

  async #resolve(
    id: string,
    state: "approved" | "rejected",
    { by, note }: ApprovalAnswer,
  ): Promise<ApprovalRequest> {
    checkWords("the name of who answers", by, 256);
    if (note !== undefined) checkWords("the note", note, 4096);
    const { store, trail, clock } = this.#opened();
    const at = clock();
    const request = await store.request(id);
    if (request === undefined)
      throw new ApprovalError(`there is no request "${id}"; see the pending ones`);
    const words = note === undefined ? {} : { note };
    const entries = await trail.append({
      transition: { type: "resolve", id, state, by, at: clock, ...words },
      records: [
        {
          kind: "approval",
          time: new Date(at).toISOString(),
          ...aboutRequest(request),
          state,
          by,
          ...words,
        },
      ],
    });
    const answered = await store.request(id);
    if (entries !== undefined && answered !== undefined) return answered;
    const found = stateAt(answered ?? request, clock());
    throw new ApprovalError(`request "${id}" is ${found}, not pending`);
  }

  #opened(): ApprovalPorts {
    if (this.#ports !== undefined) return this.#ports;
    throw new ConfigurationError(
      "the approval engine has no storage yet; pass { store, trail, clock } or give it to an ActionRuntime",
    );
  }
}

/** What an approver says goes into the log, and must be readable there. */
function checkWords(name: string, words: string, limit: number): void {
  if (words.trim() === "") throw new ApprovalError(`${name} must not be empty`);
  if (words.length > limit) throw new ApprovalError(`${name} is longer than ${limit} characters`);
  if (!words.isWellFormed()) throw new ApprovalError(`${name} has a lone surrogate`);
}
