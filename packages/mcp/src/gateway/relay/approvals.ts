import type { JsonObject, Speaker } from "@capfence/core";
import type { NativeAnswer, PendingApproval } from "@capfence/core/adapter";
import { answerOf, questionOf } from "../../approval-form.ts";
import { objectAt, textAt } from "../wire/json-object.ts";
import type { Answer } from "../wire/message.ts";
import { CODE, RpcFailure } from "../wire/rpc-failure.ts";
import { askInBand, canElicit } from "./ask-in-band.ts";
import type { JudgedAction } from "./judge.ts";
import { callDigest, type SealedState } from "./sealed-state.ts";
import type { Handling, SessionParts } from "./session-parts.ts";

/** What asking a human has come to. */
export interface Asked {
  /** The question, which is all that the client is answered for now. */
  readonly paused?: Answer;
  /** What they have said. */
  readonly answer?: NativeAnswer;
  readonly speaker?: Speaker;
  /** The parameters for the upstream, without what is between the client and the gateway. */
  readonly params: JsonObject;
  /** The approval that the call runs under, if it runs: the rounds that its upstream asks for go on under it too. */
  readonly approvalId?: string;
}

/** The question of the gateway among those of upstreams. */
const QUESTION = "capfence_approval";

/** Gets calls approved that need it: through the client where that may be, and by the queue. */
export class Approvals {
  readonly #session: SessionParts;

  constructor(session: SessionParts) {
    this.#session = session;
  }

  /** Asks about an action that a client wants with these parameters, or takes the answer that came with them. */
  async settle(action: JudgedAction, params: JsonObject, handling: Handling): Promise<Asked> {
    return this.#session.era === "modern"
      ? this.#inRounds(action, params, handling)
      : this.#inRequest(action, params, handling);
  }

  /** An answer of the upstream to a call that was approved: if it asks for input, the call goes on under that approval. */
  continued(action: JudgedAction, { approvalId }: Asked, answer: Answer): Answer {
    const { result } = answer;
    if (approvalId === undefined || result?.["resultType"] !== "input_required") return answer;
    const { rounds, seal } = this.#session;
    const id = rounds.add({ approvalId, state: textAt(result, "requestState") });
    const requestState = seal.seal({ kind: "round", id, digest: this.#digestOf(action) });
    return { result: { ...result, requestState } };
  }

  async #inRounds(action: JudgedAction, params: JsonObject, handling: Handling): Promise<Asked> {
    const { judge, seal } = this.#session;
    const state = textAt(params, "requestState");
    const sealed = state === undefined ? undefined : seal.open(state, this.#digestOf(action));
    if (sealed?.kind === "approval") return this.#answered(sealed, params);
    if (sealed?.kind === "round") return this.#nextRound(sealed, action, params, handling);
    const standing = await judge.standing(action);
    if (standing === undefined) return { params };
    const { authorized, approvalId } = standing;
    if (authorized) return { params, ...(approvalId === undefined ? {} : { approvalId }) };
    const pending = canElicit(handling.capabilities) ? await this.#askable(action) : undefined;
    if (pending === undefined) return this.#held(action, params, handling);
    const question = { method: "elicitation/create", params: questionOf(pending) };
    const result = {
      resultType: "input_required",
      inputRequests: { [QUESTION]: question },
      requestState: seal.seal({
        kind: "approval",
        id: pending.approvalId,
        digest: this.#digestOf(action),
      }),
    } as unknown as JsonObject;
    return { params, paused: { result } };
  }

  #answered({ id }: SealedState, params: JsonObject): Asked {
    const { requestState: _ours, inputResponses: _answers, ...forUpstream } = params;
    const given = answerOf(objectAt(params, "inputResponses")?.[QUESTION]);
    // Whoever has dismissed the question has not answered, nor has who may not be asked any more: the call is judged as it stands.
    if (given === undefined || !this.#isInBand()) return { params: forUpstream };
    const answer = { ...given, approvalId: id };
    return { params: forUpstream, answer, speaker: this.#clientUser(), approvalId: id };
  }

  async #nextRound(
    { id }: SealedState,
    action: JudgedAction,
    params: JsonObject,
    handling: Handling,
  ): Promise<Asked> {
    const { rounds, judge } = this.#session;
    const { approvalId, state } = rounds.get(id) ?? usedBefore();
    const { requestState: _ours, ...rest } = params;
    const forUpstream = { ...rest, ...(state !== undefined && { requestState: state }) };
    const asked = { params: forUpstream, approvalId };
    const standing = await judge.standing(action);
    const needsAnswer = standing !== undefined && !standing.authorized;
    const pending = needsAnswer ? await this.#furtherOf(approvalId, action) : undefined;
    // Those who must sign do so for every round; until then it stays open, as each time that it goes on is approved.
    if (needsAnswer && pending === undefined)
      return { ...(await this.#held(action, forUpstream, handling)), approvalId };
    if (rounds.take(id) === undefined) return usedBefore();
    if (pending === undefined) return asked;
    const note = `a further round of the call that request ${approvalId} let through`;
    const answer = { approved: true, approvalId: pending.approvalId, note };
    return { ...asked, answer, speaker: { by: "capfence gateway" } };
  }

  async #inRequest(action: JudgedAction, params: JsonObject, handling: Handling): Promise<Asked> {
    const standing = await this.#session.judge.standing(action);
    if (standing === undefined || standing.authorized) return { params };
    const pending = canElicit(handling.capabilities) ? await this.#askable(action) : undefined;
    if (pending === undefined) return this.#held(action, params, handling);
    const { asks, judge } = this.#session;
    const { signal } = handling;
    const send = handling.send.bind(handling);
    const answer = await askInBand(pending, { asks, send, runtime: judge.runtime, signal });
    return answer === undefined || !this.#isInBand()
      ? { params }
      : { params, answer, speaker: this.#clientUser() };
  }

  /** Holds a call open until the queue has answered, as long as the configuration says, or until it comes again. */
  async #held(action: JudgedAction, params: JsonObject, { signal }: Handling): Promise<Asked> {
    const { wait } = this.#session.settings().approvals;
    if (wait === 0) return { params };
    const { judge, held } = this.#session;
    const pending = await judge.pending(action);
    if (pending === undefined) return { params };
    const { approvalId } = pending;
    await held.hold(approvalId, signal, (until) =>
      judge.runtime.waitForApproval(approvalId, { timeout: wait, signal: until }),
    );
    return { params };
  }

  /** The request for approval of an action, if the client's user may answer it. */
  async #askable(action: JudgedAction): Promise<PendingApproval | undefined> {
    return this.#isInBand() ? this.#unsigned(action) : undefined;
  }

  /** Whether the client's user may answer, by the configuration as it is now. */
  #isInBand(): boolean {
    return this.#session.settings().approvals.channel === "auto";
  }

  /**
   * The request for approval of a further round, if the yes to the call covers it: one that comes with the token of
   * another issuer than the call was approved with is another call to whoever has said yes.
   */
  async #furtherOf(approvalId: string, action: JudgedAction): Promise<PendingApproval | undefined> {
    const { approvals } = this.#session.judge.runtime;
    const pending = await this.#unsigned(action);
    if (pending === undefined) return undefined;
    const first = await approvals.get(approvalId);
    const further = await approvals.get(pending.approvalId);
    return first?.context["tokenIssuer"] === further?.context["tokenIssuer"] ? pending : undefined;
  }

  /** The request for approval of an action, if nobody has to sign for it. */
  async #unsigned(action: JudgedAction): Promise<PendingApproval | undefined> {
    const { judge } = this.#session;
    const pending = await judge.pending(action);
    if (pending === undefined) return undefined;
    const request = await judge.runtime.approvals.get(pending.approvalId);
    // Where the policy says who must sign, a form in a client is nobody's signature.
    return request === undefined || (request.approvers?.length ?? 0) > 0 ? undefined : pending;
  }

  #clientUser(): Speaker {
    const { settings, caller } = this.#session;
    const { approver } = settings().approvals;
    return { by: approver ?? `${caller.principal.identity.actor} (in band)` };
  }

  #digestOf({ tool, input, caller }: JudgedAction): string {
    return callDigest(caller.principal.key, tool, input);
  }
}

function usedBefore(): never {
  throw new RpcFailure(CODE.invalidParams, "this requestState was used before; begin anew");
}
