import type { JsonObject } from "@capfence/core";
import { RequestNotSent, type Upstream } from "../upstream/conversation.ts";
import type { Era } from "../wire/protocol.ts";
import { type LinkEvents, UpstreamLink } from "./upstream-link.ts";
import { within } from "./within.ts";

/** A conversation that is being opened, or is open. */
interface Opened {
  readonly upstream: Upstream;
  readonly opening: Promise<UpstreamLink>;
  /** There once it is open. */
  link?: UpstreamLink;
}

/** The conversations of one session, each opened when it is first needed, and again if it has ended. */
export class Links {
  readonly #era: Era;
  readonly #upstreams: () => ReadonlyMap<string, Upstream>;
  readonly #events: LinkEvents;
  readonly #timeout: () => number;
  readonly #opened = new Map<string, Opened>();
  readonly #closed = new AbortController();
  /** What the client has said of itself; conversations that are opened later say it again. */
  #initialize: JsonObject | undefined;
  #begun = false;

  constructor(parts: {
    readonly era: Era;
    readonly upstreams: () => ReadonlyMap<string, Upstream>;
    readonly events: LinkEvents;
    /** How long a server may take to answer the gateway itself, in milliseconds. */
    readonly timeout: () => number;
  }) {
    this.#era = parts.era;
    this.#upstreams = parts.upstreams;
    this.#timeout = parts.timeout;
    const { events } = parts;
    this.#events = {
      // Nobody hears any more of what the configuration has taken out.
      hear: (link, message) => this.#isCurrent(link.upstream) && events.hear(link, message),
      fault: (link, reason) => events.fault(link, reason),
      // What this session gives up is no fault of a server.
      unreachable: (upstream, reason) =>
        !this.#closed.signal.aborted &&
        this.#isCurrent(upstream) &&
        events.unreachable(upstream, reason),
      reached: (upstream) => this.#isCurrent(upstream) && events.reached(upstream),
      ended: (link, reason) => {
        if (this.#opened.get(link.name)?.link === link) this.#opened.delete(link.name);
        events.ended(link, reason);
      },
    };
  }

  /** Whether any conversation is open in which the server speaks the era of the session. */
  get anyOpen(): boolean {
    return this.open.length > 0;
  }

  /** Opens them all, in the words of the client; those that cannot be opened are left out. */
  async openAll(initialize?: JsonObject): Promise<readonly UpstreamLink[]> {
    if (initialize !== undefined) {
      this.#initialize = initialize;
      // A server that has refused other words is asked anew.
      for (const opened of this.#current()) if (opened.link?.isOpen === false) this.#drop(opened);
    }
    const names = [...this.#upstreams().keys()];
    const opening = await Promise.allSettled(names.map((name) => this.get(name)));
    return opening.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
  }

  /** Ends the handshake with each of them; what is sent to them after this comes after that. */
  async begin(): Promise<void> {
    this.#begun = true;
    await Promise.all(
      this.open.map((link) =>
        link.begin().catch((error: Error) => this.#events.fault(link, error)),
      ),
    );
  }

  /** The conversation with an upstream. Rejects with `RequestNotSent` if it cannot be opened, or is there no more. */
  async get(name: string): Promise<UpstreamLink> {
    const upstream = this.#upstreams().get(name);
    const [known] = this.#current().filter((one) => one.upstream === upstream);
    if (known !== undefined) return known.link ?? known.opening;
    if (upstream === undefined || this.#closed.signal.aborted)
      throw new RequestNotSent(`there is no upstream "${name}"`);
    const opening = this.#open(upstream);
    const opened: Opened = { upstream, opening };
    this.#opened.set(name, opened);
    try {
      opened.link = await opening;
    } catch (error) {
      if (this.#opened.get(name) === opened) this.#opened.delete(name);
      this.#events.unreachable(upstream, error);
      throw error;
    }
    if (opened.link.isOpen) this.#events.reached(upstream);
    return opened.link;
  }

  /** As `get`, for a request that is judged: a server that does not speak the era of the session gets none. */
  async ready(name: string): Promise<UpstreamLink> {
    const link = await this.get(name);
    if (link.isOpen) return link;
    const reason = new RequestNotSent(`"${name}" does not speak the ${this.#era} era`);
    this.#events.unreachable(link.upstream, reason);
    throw reason;
  }

  /** Those that are open now. */
  get open(): readonly UpstreamLink[] {
    return this.#current().flatMap(({ link }) => (link?.isOpen === true ? [link] : []));
  }

  async close(): Promise<void> {
    this.#closed.abort(new RequestNotSent("the session is over"));
    const opened = [...this.#opened.values()];
    this.#opened.clear();
    await Promise.allSettled(opened.map(async ({ opening }) => (await opening).close()));
  }

  /** Those that the configuration still has; the others are closed, so that nothing goes there any more. */
  #current(): readonly Opened[] {
    const upstreams = this.#upstreams();
    const all = [...this.#opened.values()];
    const current = all.filter(({ upstream }) => upstreams.get(upstream.name) === upstream);
    if (current.length < all.length)
      for (const one of all) if (!current.includes(one)) this.#drop(one);
    return current;
  }

  #drop(opened: Opened): void {
    this.#opened.delete(opened.upstream.name);
    // Whoever waits for it to open hears for themselves that it cannot be.
    void opened.opening.then((link) => link.close()).catch(() => undefined);
  }

  #isCurrent(upstream: Upstream): boolean {
    return this.#upstreams().get(upstream.name) === upstream;
  }

  async #open(upstream: Upstream): Promise<UpstreamLink> {
    const link = await within(this.#timeout(), this.#closed.signal, (signal) =>
      UpstreamLink.open(upstream, this.#era, {
        initialize: this.#initialize,
        events: this.#events,
        timeout: this.#timeout,
        signal,
      }),
    );
    if (!this.#begun || !link.isOpen) return link;
    try {
      await link.begin();
      return link;
    } catch (error) {
      await link.close();
      throw error;
    }
  }
}
