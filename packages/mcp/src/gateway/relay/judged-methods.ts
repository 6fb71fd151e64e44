import type { Json, JsonObject } from "@capfence/core";
import type { Answer, Request } from "../wire/message.ts";
import type { Approvals } from "./approvals.ts";
import type { Forwarding } from "./forwarding.ts";
import { contextOf } from "./judge.ts";
import { methodTool } from "./methods.ts";
import type { Handling, SessionParts } from "./session-parts.ts";
import { targetOf } from "./targets.ts";

/** What goes with a request without being what is asked for. */
const UNJUDGED = ["_meta", "requestState", "inputResponses"];

/** Requests other than calls that are judged: reading resources, getting prompts, subscribing, completing. */
export class JudgedMethods {
  readonly #session: SessionParts;
  readonly #approvals: Approvals;
  readonly #forwarding: Forwarding;

  constructor(session: SessionParts, approvals: Approvals, forwarding: Forwarding) {
    this.#session = session;
    this.#approvals = approvals;
    this.#forwarding = forwarding;
  }

  async answer(request: Request, handling: Handling): Promise<Answer> {
    const { judge, names, links } = this.#session;
    const { caller } = handling;
    const { upstream, params } = targetOf(request.method, request.params ?? {}, names());
    const action = {
      caller,
      tool: methodTool(request.method),
      input: { ...without(params, UNJUDGED), upstream },
      context: contextOf(request.id),
    };
    const asked = await this.#approvals.settle(action, params, handling);
    if (asked.paused !== undefined) return asked.paused;
    const { answer, speaker } = asked;
    const answered = await judge.run({
      ...action,
      caller: speaker === undefined ? caller : { ...caller, speaker },
      ...(answer === undefined ? {} : { answer }),
      signal: handling.signal,
      perform: async ({ upstream: _ours, ...judged }) => {
        const forUpstream = { ...only(asked.params, UNJUDGED), ...judged };
        const link = await links.ready(upstream);
        return this.#forwarding.send(link, { ...request, params: forUpstream }, handling);
      },
    });
    return this.#approvals.continued(action, asked, answered);
  }
}

function without(params: JsonObject, keys: readonly string[]): Record<string, Json> {
  return Object.fromEntries(Object.entries(params).filter(([key]) => !keys.includes(key)));
}

function only(params: JsonObject, keys: readonly string[]): Record<string, Json> {
  return Object.fromEntries(Object.entries(params).filter(([key]) => keys.includes(key)));
}
