import type { JsonObject } from "@capfence/core";
import { objectAt, textAt } from "../wire/json-object.ts";
import type { Answer, Request } from "../wire/message.ts";
import { CODE, RpcFailure } from "../wire/rpc-failure.ts";
import type { Forwarding } from "./forwarding.ts";
import { contextOf } from "./judge.ts";
import { methodTool, type Treatment } from "./methods.ts";
import type { Handling, SessionParts } from "./session-parts.ts";
import { targetOf } from "./targets.ts";
import type { UpstreamLink } from "./upstream-link.ts";

/** Requests that no policy is asked about, as they are about what the client was given before, or about nothing. */
export class PassedOn {
  readonly #session: SessionParts;
  readonly #forwarding: Forwarding;

  constructor(session: SessionParts, forwarding: Forwarding) {
    this.#session = session;
    this.#forwarding = forwarding;
  }

  async answer(treatment: Treatment, request: Request, handling: Handling): Promise<Answer> {
    // The client talks to the gateway, and that is here.
    if (request.method === "ping") return { result: {} };
    if (treatment === "own") return this.#toOwner(request, handling);
    if (treatment === "task") return this.#toTask(request, handling);
    if (treatment === "listen") return this.#listen(request, handling);
    return this.#toAll(handling, () => request);
  }

  async #toOwner(request: Request, handling: Handling): Promise<Answer> {
    const { names, links } = this.#session;
    const { upstream, params } = targetOf(request.method, request.params ?? {}, names());
    return this.#send(await links.ready(upstream), { ...request, params }, handling);
  }

  async #toTask(request: Request, handling: Handling): Promise<Answer> {
    const { tasks, caller, links } = this.#session;
    const id = textAt(request.params, "taskId") ?? "";
    const open = await links.openAll();
    const owner = open.find(({ name }) => tasks.isOf(name, id, caller.principal.key));
    if (owner === undefined)
      throw new RpcFailure(CODE.invalidParams, "params.taskId names no task that is here");
    return this.#send(owner, request, handling);
  }

  /**
   * Asks every upstream that is there, each in its own words; any that succeeds answers for all. Rejects only where
   * none has answered.
   */
  async #toAll(handling: Handling, requestFor: (link: UpstreamLink) => Request): Promise<Answer> {
    const links = (await this.#session.links.openAll()).filter(({ isOpen }) => isOpen);
    const asked = await Promise.allSettled(
      links.map((link) => this.#send(link, requestFor(link), handling)),
    );
    const answers = asked.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    const failed = asked.find((one) => one.status === "rejected");
    if (answers.length === 0 && failed !== undefined) throw failed.reason;
    return answers.find(({ error }) => error === undefined) ?? answers[0] ?? { result: {} };
  }

  /** On a stream of everything nobody hears of a resource that they may not subscribe to, or of others' tasks. */
  async #listen(request: Request, handling: Handling): Promise<Answer> {
    const { judge, names, tasks } = this.#session;
    const { caller } = handling;
    const wanted = objectAt(request.params, "notifications") ?? {};
    const taskIds = textsAt(wanted, "taskIds");
    const subscriptions = new Map<string, string[]>();
    for (const uri of textsAt(wanted, "resourceSubscriptions")) {
      const { upstream, params } = targetOf("resources/subscribe", { uri }, names());
      // oxlint-disable-next-line no-await-in-loop -- the first that is denied ends it
      const answer = await judge.run({
        caller,
        tool: methodTool("resources/subscribe"),
        input: { ...params, upstream },
        context: contextOf(request.id),
        signal: handling.signal,
        perform: async () => ({ result: {} }),
      });
      if (answer.error !== undefined) return answer;
      const own = subscriptions.get(upstream) ?? [];
      subscriptions.set(upstream, own);
      own.push(textAt(params, "uri") ?? "");
    }
    const { key } = caller.principal;
    const stranger = taskIds.find(
      (id) => !names().upstreams.some((one) => tasks.isOf(one, id, key)),
    );
    if (stranger !== undefined)
      throw new RpcFailure(CODE.invalidParams, "params.notifications.taskIds names no task here");
    return this.#toAll(handling, ({ name }) => {
      const own = {
        ...("resourceSubscriptions" in wanted && {
          resourceSubscriptions: subscriptions.get(name) ?? [],
        }),
        ...("taskIds" in wanted && { taskIds: taskIds.filter((id) => tasks.isOf(name, id, key)) }),
      };
      const params = { ...request.params, notifications: { ...wanted, ...own } };
      return Object.keys(own).length === 0 ? request : { ...request, params };
    });
  }

  #send(link: UpstreamLink, request: Request, handling: Handling): Promise<Answer> {
    return this.#forwarding.send(link, request, handling);
  }
}

/** How many things one stream may be about; each is judged and recorded. */
const MOST = 1000;

/** A list of texts, empty where there is none. Throws `RpcFailure` for what another reader might take for one. */
function textsAt(owner: JsonObject, key: string): readonly string[] {
  const list = owner[key] ?? [];
  if (Array.isArray(list) && list.length <= MOST && list.every((one) => typeof one === "string"))
    return list;
  const words = `params.notifications.${key} must be a list of texts, ${MOST} at most`;
  throw new RpcFailure(CODE.invalidParams, words);
}
