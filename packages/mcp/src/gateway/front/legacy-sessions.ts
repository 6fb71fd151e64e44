import { randomBytes } from "node:crypto";
import type { Principal } from "../identity/principal.ts";
import type { ClientLink, SessionHost } from "../relay/client-session.ts";
import type { Incoming } from "../wire/message.ts";
import { LEGACY_VERSIONS } from "../wire/protocol.ts";
import { type HttpCall, ownerOf } from "./http-call.ts";
import { HttpFailure } from "./http-failure.ts";
import { LegacySession } from "./legacy-session.ts";

const SESSION = "mcp-session-id";

/** The sessions of clients that keep one, each bound to whom it was opened for. */
export class LegacySessions {
  readonly #host: SessionHost;
  readonly #fault: (error: unknown) => void;
  readonly #sessions = new Map<string, LegacySession>();

  constructor(host: SessionHost, fault: (error: unknown) => void) {
    this.#host = host;
    this.#fault = fault;
  }

  get count(): number {
    return this.#sessions.size;
  }

  /** Takes a message; `initialize` opens a session. Throws `HttpFailure`. */
  async post(message: Incoming, call: HttpCall, full: () => boolean): Promise<void> {
    const opens = message.kind === "request" && message.message.method === "initialize";
    if (opens && call.headers[SESSION] === undefined) {
      if (full())
        throw new HttpFailure(503, "the gateway has as many sessions as it may have", {
          headers: { "Retry-After": "10" },
        });
      const session = this.#open(call);
      let granted = false;
      try {
        granted = await session.initialize(message.message, call);
      } finally {
        if (!granted) await this.#end(session);
      }
      return;
    }
    const session = this.#sessionOf(call);
    if (opens) throw new HttpFailure(400, "the session is initialized already");
    await session.post(message, call);
  }

  /** Opens a stream. Throws `HttpFailure`. */
  get(call: HttpCall): void {
    this.#sessionOf(call).listen(call);
  }

  /** Ends a session. Throws `HttpFailure`. */
  async delete(call: HttpCall): Promise<void> {
    await this.#end(this.#sessionOf(call));
    call.response.writeHead(204).end();
  }

  /** Ends what nothing has used for so long. */
  endIdle(longest: number): void {
    const now = Date.now();
    for (const session of this.#sessions.values())
      if (session.idle(now) > longest) void this.#end(session);
  }

  /**
   * Ends the session longest unused of whoever has the most, so that nobody keeps others out; false where that would
   * leave the other with fewer than the one who comes.
   */
  makeRoomFor(principal: Principal): boolean {
    const byOwner = Map.groupBy(this.#sessions.values(), ({ owner }) => owner);
    const own = byOwner.get(ownerOf(principal))?.length ?? 0;
    const [most = []] = [...byOwner.values()].toSorted((a, b) => b.length - a.length);
    if (most.length <= own + 1) return false;
    const now = Date.now();
    const [unused] = most.toSorted((a, b) => b.idle(now) - a.idle(now));
    if (unused !== undefined) void this.#end(unused);
    return true;
  }

  /** Ends the streams that wait for nothing in particular. */
  quiesce(): void {
    for (const session of this.#sessions.values()) session.quiesce();
  }

  /** Ends all of them. */
  async close(): Promise<void> {
    await Promise.all([...this.#sessions.values()].map((session) => this.#end(session)));
  }

  #open({ principal }: HttpCall): LegacySession {
    const id = randomBytes(32).toString("base64url");
    // What it sends or how it ends may come before it is known here.
    const opened = Promise.withResolvers<LegacySession>();
    let session: LegacySession | undefined;
    const link: ClientLink = {
      send: (message) => session?.hear(message),
      ended: () => void opened.promise.then((known) => this.#end(known)),
    };
    session = new LegacySession(id, ownerOf(principal), this.#host.open("legacy", principal, link));
    opened.resolve(session);
    this.#sessions.set(id, session);
    return session;
  }

  /** Whoever it does not belong to learns no more than that there is none. */
  #sessionOf({ headers, principal }: HttpCall): LegacySession {
    const id = headers[SESSION];
    const version = headers["mcp-protocol-version"];
    if (id === undefined) throw new HttpFailure(400, "the header Mcp-Session-Id is missing");
    const session = this.#sessions.get(id);
    if (session === undefined || session.owner !== ownerOf(principal))
      throw new HttpFailure(404, "there is no such session");
    if (version !== undefined && !LEGACY_VERSIONS.some((known) => known === version))
      throw new HttpFailure(400, `unsupported protocol version ${JSON.stringify(version)}`);
    return session;
  }

  async #end(session: LegacySession): Promise<void> {
    if (!this.#sessions.delete(session.id)) return;
    try {
      await session.close();
    } catch (error) {
      this.#fault(error);
    }
  }
}
