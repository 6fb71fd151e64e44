import type { JsonObject } from "@capfence/core";
import {
  type Conversation,
  RequestNotSent,
  type RequestOptions,
  type Upstream,
} from "../upstream/conversation.ts";
import type { Answer, Notification, Request, RequestId, ServerMessage } from "../wire/message.ts";
import { type Era, ENVELOPE, MODERN_VERSIONS } from "../wire/protocol.ts";
import { withoutAsking } from "./asking-errors.ts";
import { GATEWAY_INFO } from "./gateway-info.ts";
import { within } from "./within.ts";

/** What a link tells the session that it belongs to. */
export interface LinkEvents {
  /** Something that belongs to no request of the session. */
  hear(link: UpstreamLink, message: ServerMessage): void;
  ended(link: UpstreamLink, reason: Error): void;
  fault(link: UpstreamLink, reason: Error): void;
  /** It could not be reached, or not be spoken with. */
  unreachable(upstream: Upstream, reason: unknown): void;
  /** It has answered. */
  reached(upstream: Upstream): void;
}

/** How much is kept of what a server sends before it has shaken hands, which is nothing it should. */
const MOST_EARLY = 100;

/** One session's conversation with one upstream, opened in the manner of its era. */
export class UpstreamLink {
  readonly upstream: Upstream;
  readonly era: Era;
  /** What the upstream answered when the conversation was opened. */
  readonly handshake: Answer;
  readonly #conversation: Conversation;
  readonly #events: LinkEvents;
  readonly #timeout: () => number;
  #own = 0;
  #begun: Promise<void> | undefined;
  #isBeginning = false;
  /** Its end has been told of; that requests fail with it is no news. */
  #hasEnded = false;

  private constructor(
    upstream: Upstream,
    era: Era,
    conversation: Conversation,
    handshake: Answer,
    events: LinkEvents,
    timeout: () => number,
  ) {
    this.upstream = upstream;
    this.era = era;
    this.#conversation = conversation;
    this.handshake = handshake;
    this.#events = events;
    this.#timeout = timeout;
  }

  /**
   * Opens a conversation and shakes hands: `initialize` with what the client has said of itself, or `server/discover`
   * in the name of the gateway, so that a malformed first message of a client decides nothing about a process that
   * others use too. Rejects with `RequestNotSent`.
   */
  static async open(
    upstream: Upstream,
    era: Era,
    {
      initialize,
      events,
      timeout,
      signal,
    }: {
      readonly initialize: JsonObject | undefined;
      readonly events: LinkEvents;
      /** How long the server may take to answer the gateway itself, in milliseconds. */
      readonly timeout: () => number;
      readonly signal: AbortSignal;
    },
  ): Promise<UpstreamLink> {
    let link: UpstreamLink | undefined;
    const early: ServerMessage[] = [];
    const hear = (message: ServerMessage): void => {
      if (link !== undefined) events.hear(link, message);
      else if (early.length < MOST_EARLY) early.push(message);
    };
    const conversation = await upstream.open(era, {
      hear,
      ended: (reason) => link && link.#ended(reason),
      fault: (reason) => link && events.fault(link, reason),
    });
    const opening: Request =
      era === "legacy"
        ? { id: "capfence-open", method: "initialize", ...(initialize && { params: initialize }) }
        : { id: "capfence-open", method: "server/discover", params: { _meta: ownEnvelope() } };
    try {
      const answer = await conversation.request(opening, {
        hear,
        signal,
      });
      link = new UpstreamLink(upstream, era, conversation, withoutAsking(answer), events, timeout);
      for (const message of early) events.hear(link, message);
    } catch (error) {
      await conversation.close();
      throw new RequestNotSent(`"${upstream.name}" has not answered ${opening.method}`, {
        cause: error,
      });
    }
    return link;
  }

  get name(): string {
    return this.upstream.name;
  }

  /** Whether the upstream speaks the era of this conversation. */
  get isOpen(): boolean {
    return this.handshake.error === undefined;
  }

  /** What the upstream has said that it can do. */
  get capabilities(): JsonObject | undefined {
    const capabilities = this.handshake.result?.["capabilities"];
    return capabilities as JsonObject | undefined;
  }

  /** Ends the handshake of the legacy era; from then on it is heard what belongs to no request. */
  begin(): Promise<void> {
    if (this.era === "legacy") this.#begun ??= this.#begin();
    return this.#begun ?? Promise.resolve();
  }

  async #begin(): Promise<void> {
    this.#isBeginning = true;
    try {
      await this.#conversation.notify({ method: "notifications/initialized" });
      this.#conversation.listen();
    } finally {
      this.#isBeginning = false;
    }
  }

  /** Sends a request, once the server has heard that the handshake is over. */
  async request(request: Request, options: RequestOptions): Promise<Answer> {
    if (this.#isBeginning) await this.begin().catch(() => undefined);
    try {
      const answer = await this.#conversation.request(request, options);
      this.#events.reached(this.upstream);
      return answer;
    } catch (error) {
      // No fault of a server where nobody waits any more.
      const isFault = error instanceof RequestNotSent && options.signal?.aborted !== true;
      if (isFault && !this.#hasEnded) this.#events.unreachable(this.upstream, error);
      throw error;
    }
  }

  /** A request in the gateway's own name. */
  async ask(method: string, params: JsonObject, outer: AbortSignal): Promise<Answer> {
    this.#own += 1;
    const modern = this.era === "modern";
    const meta = modern ? { _meta: { ...ownEnvelope(), ...(params["_meta"] as object) } } : {};
    const request = { id: `capfence-own-${this.#own}`, method, params: { ...params, ...meta } };
    const answer = await within(this.#timeout(), outer, (signal) =>
      this.request(request, { hear: () => undefined, signal }),
    );
    return withoutAsking(answer);
  }

  notify(notification: Notification): Promise<void> {
    return this.#conversation.notify(notification);
  }

  answer(id: RequestId, answer: Answer): Promise<void> {
    return this.#conversation.answer(id, answer);
  }

  close(): Promise<void> {
    return this.#conversation.close();
  }

  #ended(reason: Error): void {
    this.#hasEnded = true;
    this.#events.ended(this, reason);
  }
}

function ownEnvelope(): JsonObject {
  return {
    [ENVELOPE.protocolVersion]: MODERN_VERSIONS[0],
    [ENVELOPE.clientInfo]: GATEWAY_INFO,
    [ENVELOPE.clientCapabilities]: {},
  };
}
