import type { ClientSession, SessionHost } from "../relay/client-session.ts";
import { checkEnvelope, checkNotification } from "../wire/envelope.ts";
import type { Notification, Request } from "../wire/message.ts";
import { type HttpCall, ownerOf, writeAccepted } from "./http-call.ts";
import { HttpFailure } from "./http-failure.ts";
import { modernExchange } from "./modern-exchange.ts";

/** A session of which its client knows nothing: it serves every request of a principal. */
interface ModernSession {
  readonly owner: string;
  readonly session: ClientSession;
  /** The responses to requests under way. */
  readonly calls: Set<HttpCall>;
  used: number;
}

/** What stands behind the requests of clients that keep no session: one for each principal. */
export class ModernSessions {
  readonly #host: SessionHost;
  readonly #fault: (error: unknown) => void;
  readonly #sessions = new Map<string, ModernSession>();
  /** Requests that only their client ends. */
  readonly #subscriptions = new Set<HttpCall>();

  constructor(host: SessionHost, fault: (error: unknown) => void) {
    this.#host = host;
    this.#fault = fault;
  }

  get count(): number {
    return this.#sessions.size;
  }

  /** Answers a request. Throws `HttpFailure` and `RpcFailure`. */
  async request(request: Request, call: HttpCall, full: () => boolean): Promise<void> {
    checkEnvelope(request, call.headers);
    const session = this.#sessionOf(call, full);
    const subscribes = request.method === "subscriptions/listen";
    session.calls.add(call);
    if (subscribes) this.#subscriptions.add(call);
    try {
      await modernExchange(session.session, request, call);
    } finally {
      session.calls.delete(call);
      this.#subscriptions.delete(call);
      session.used = Date.now();
    }
  }

  /** Takes a notification. Throws `HttpFailure` and `RpcFailure`. */
  async notify(notification: Notification, call: HttpCall, full: () => boolean): Promise<void> {
    checkNotification(notification, call.headers);
    await this.#sessionOf(call, full).session.notify(notification);
    writeAccepted(call);
  }

  /** Ends what nothing has used for so long. */
  endIdle(longest: number): void {
    const now = Date.now();
    for (const session of this.#sessions.values())
      if (session.calls.size === 0 && now - session.used > longest) void this.#end(session);
  }

  /** Ends the requests that only their client would end. */
  quiesce(): void {
    for (const { response } of this.#subscriptions) response.end();
  }

  /** Ends all of them. */
  async close(): Promise<void> {
    await Promise.all([...this.#sessions.values()].map((session) => this.#end(session)));
  }

  #sessionOf({ principal }: HttpCall, full: () => boolean): ModernSession {
    const owner = ownerOf(principal);
    const known = this.#sessions.get(owner);
    if (known !== undefined) {
      known.used = Date.now();
      return known;
    }
    if (full())
      throw new HttpFailure(503, "the gateway has as many sessions as it may have", {
        headers: { "Retry-After": "10" },
      });
    let opened: ModernSession | undefined;
    const session = this.#host.open("modern", principal, {
      // Nothing carries what belongs to no request.
      send: () => undefined,
      ended: () => {
        if (opened !== undefined) void this.#end(opened);
      },
    });
    opened = { owner, session, calls: new Set(), used: Date.now() };
    this.#sessions.set(owner, opened);
    return opened;
  }

  async #end(session: ModernSession): Promise<void> {
    if (this.#sessions.get(session.owner) !== session) return;
    this.#sessions.delete(session.owner);
    try {
      await session.session.close();
    } catch (error) {
      this.#fault(error);
    }
  }
}
