import type { JsonObject } from "@capfence/core";
import { textAt } from "../wire/json-object.ts";
import { lookalike } from "../wire/lookalike.ts";
import type { Answer, Request, RequestId, ServerMessage } from "../wire/message.ts";
import { CODE, RpcFailure } from "../wire/rpc-failure.ts";
import { methodTool, SERVER_NOTIFICATIONS, SERVER_REQUESTS } from "./methods.ts";
import type { SessionParts } from "./session-parts.ts";
import type { UpstreamLink } from "./upstream-link.ts";

/** Where a message of a server goes on its way to the client. */
export type Outlet = (message: ServerMessage) => void;

/** A request of a server that the client is working on. */
interface Asked {
  readonly link: UpstreamLink;
  readonly stop: AbortController;
  /** What the client knows it by, once it does. */
  id?: RequestId;
}

/** What policies look at in what servers ask for. */
const ASKED = [
  "_meta",
  "mode",
  "url",
  "message",
  "requestedSchema",
  "elicitationId",
  "messages",
  "tools",
];

/** How much servers may ask a client that it has not answered yet. */
const MOST = 1000;

/** What servers send to a client of their own accord: requests are judged, notifications pass if they are known. */
export class ServerSide {
  readonly #session: SessionParts;
  /** The requests of servers that the client is working on, to be stopped. */
  readonly #open = new Map<string, Asked>();

  constructor(session: SessionParts) {
    this.#session = session;
  }

  /** Takes a message of a server; `outlet` is the stream of the request that it belongs to, or the client's own. */
  hear(link: UpstreamLink, message: ServerMessage, outlet: Outlet): void {
    if (message.kind === "notification") this.#notified(link, message.message, outlet);
    else
      this.#asked(link, message.message, outlet).catch((error: unknown) =>
        this.#session.log.warn("a request of a server was not answered", {
          upstream: link.name,
          error: String(error),
        }),
      );
  }

  /** Whether a server may ask this of the client; `params` is frozen. */
  async mayAsk(
    link: UpstreamLink,
    method: string,
    params: JsonObject,
    signal: AbortSignal,
  ): Promise<Answer> {
    return this.#judged(link, method, params, signal, async () => ({ result: {} }));
  }

  /** Stops whatever the client was asked; by one server, if only that one has gone. */
  close(gone?: UpstreamLink): void {
    for (const { link, stop } of this.#open.values())
      if (gone === undefined || link === gone) stop.abort(new Error("nobody waits for the answer"));
  }

  #notified(
    link: UpstreamLink,
    notification: { readonly method: string; readonly params?: JsonObject },
    outlet: Outlet,
  ): void {
    const { method, params } = notification;
    const isOdd = params !== undefined && lookalike(params, ["inputRequests"]) !== undefined;
    if (isOdd || !SERVER_NOTIFICATIONS.has(method)) {
      this.#session.log.warn("a notification of a server was dropped", {
        upstream: link.name,
        method,
      });
      return;
    }
    if (method === "notifications/cancelled") return this.#cancel(link, params, outlet);
    if (method === "notifications/tools/list_changed") this.#session.tools.forget(link);
    outlet({ kind: "notification", message: { method, ...this.#shown(link, params) } });
  }

  #shown(link: UpstreamLink, params: JsonObject | undefined): { readonly params?: JsonObject } {
    if (params === undefined) return {};
    // What a task asks for is judged where the client asks how the task stands.
    const { inputRequests: _unjudged, ...rest } = params;
    const uri = textAt(params, "uri");
    const shown = uri === undefined ? {} : { uri: this.#session.names().shownUri(link.name, uri) };
    return { params: { ...rest, ...shown } };
  }

  #cancel(link: UpstreamLink, params: JsonObject | undefined, outlet: Outlet): void {
    const asked = this.#open.get(openKey(link, params?.["requestId"]));
    const requestId = asked?.id;
    if (requestId !== undefined) {
      const message = { method: "notifications/cancelled", params: { ...params, requestId } };
      outlet({ kind: "notification", message });
    }
    asked?.stop.abort(new Error("the server has taken its request back"));
  }

  async #asked(link: UpstreamLink, request: Request, outlet: Outlet): Promise<void> {
    const { id, method, params = {} } = request;
    const key = openKey(link, id);
    if (this.#open.has(key)) throw new Error("it has asked under this id already");
    // Each is judged and recorded: servers have as many as clients have calls, and not those of the clients.
    const { takeCall, caller } = this.#session;
    const asker = JSON.stringify([caller.principal.key, link.name]);
    if (this.#open.size >= MOST || (method !== "ping" && takeCall(asker) > 0)) {
      const failure = new RpcFailure(CODE.internal, "the client has too much to answer already");
      return link.answer(id, failure.answer);
    }
    const open: Asked = { link, stop: new AbortController() };
    this.#open.set(key, open);
    try {
      const { signal } = open.stop;
      // Whether the client lives is for the gateway to know; the server talks to the gateway.
      const answer =
        method === "ping"
          ? { result: {} }
          : await this.#judged(link, method, params, signal, (judged) =>
              this.#session.asks.ask((asked) => {
                open.id = asked;
                outlet({ kind: "request", message: { id: asked, method, params: judged } });
              }, signal),
            );
      return open.stop.signal.aborted ? undefined : await link.answer(id, answer);
    } finally {
      this.#open.delete(key);
    }
  }

  /** Denies it in the way of its method, so that servers understand. */
  async #judged(
    link: UpstreamLink,
    method: string,
    params: JsonObject,
    signal: AbortSignal,
    perform: (judged: JsonObject) => Promise<Answer>,
  ): Promise<Answer> {
    if (!SERVER_REQUESTS.has(method))
      return new RpcFailure(CODE.methodNotFound, `the client knows no ${method}`).answer;
    const { _meta: meta, ...input } = params;
    if (lookalike(params, ASKED) !== undefined)
      return new RpcFailure(CODE.invalidParams, "keys differ in more than case").answer;
    try {
      return await this.#session.judge.run({
        caller: this.#session.caller,
        tool: methodTool(method),
        input: { ...input, upstream: link.name },
        signal,
        perform: ({ upstream: _ours, ...judged }) =>
          perform(meta === undefined ? judged : { ...judged, _meta: meta }),
        deny: () =>
          method === "elicitation/create"
            ? { result: { action: "decline" } }
            : { error: { code: -1, message: "refused by policy" } },
      });
    } catch (error) {
      this.#session.log.error("a request of a server could not be judged", {
        upstream: link.name,
        method,
        error: String(error),
      });
      return new RpcFailure(CODE.internal, "the request could not be judged or recorded").answer;
    }
  }
}

function openKey(link: UpstreamLink, id: unknown): string {
  return `${link.name} ${JSON.stringify(id)}`;
}
