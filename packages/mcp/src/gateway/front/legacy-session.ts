import type { ClientSession, Exchange } from "../relay/client-session.ts";
import { textAt } from "../wire/json-object.ts";
import {
  type Answer,
  type Incoming,
  type Request,
  type ServerMessage,
  serverMessageText,
} from "../wire/message.ts";
import { EventStore } from "./event-store.ts";
import { type HttpCall, writeAccepted } from "./http-call.ts";
import { HttpFailure } from "./http-failure.ts";
import { legacyExchange } from "./legacy-exchange.ts";
import { LegacyStream, readEventId } from "./legacy-stream.ts";
import { SseResponse } from "./sse-response.ts";

/** Since when clients understand that a stream is closed on them, and resume it. */
const RESUMABLE = "2025-11-25";

/** A session of one client over HTTP. */
export class LegacySession {
  readonly id: string;
  readonly owner: string;
  readonly #session: ClientSession;
  readonly #events = new EventStore();
  readonly #unsolicited = new LegacyStream(0, this.#events);
  readonly #streams = new Map([[0, this.#unsolicited]]);
  readonly #underWay = new Set<AbortController>();
  #streamsMade = 0;
  #version: string | undefined;
  #used = Date.now();

  constructor(id: string, owner: string, session: ClientSession) {
    this.id = id;
    this.owner = owner;
    this.#session = session;
  }

  /** For how long nothing has used it. */
  idle(now: number): number {
    const used = this.#underWay.size > 0 || [...this.#streams.values()].some((one) => one.carried);
    if (used) this.#used = now;
    return now - this.#used;
  }

  /** Opens it with the request that asks for that; false if it was refused. */
  async initialize(request: Request, call: HttpCall): Promise<boolean> {
    const ask = async (exchange: Exchange): Promise<Answer> => {
      const answer = await this.#session.request(request, exchange);
      this.#version = textAt(answer.result, "protocolVersion");
      return answer;
    };
    const answer = await this.#exchange(request, call, ask, (given) =>
      given?.error === undefined ? this.#headers : {},
    );
    return answer.error === undefined;
  }

  /** Takes a message of the client. */
  async post(message: Incoming, call: HttpCall): Promise<void> {
    this.#used = Date.now();
    if (message.kind === "request") {
      const request = message.message;
      const ask = (exchange: Exchange): Promise<Answer> => this.#session.request(request, exchange);
      await this.#exchange(request, call, ask, () => this.#headers);
      return;
    }
    if (message.kind === "notification") await this.#session.notify(message.message);
    else await this.#session.answer(message.id, message.answer);
    writeAccepted(call);
  }

  /** Sends what belongs to no request, now or when the client listens. */
  hear(message: ServerMessage): void {
    this.#unsolicited.send(serverMessageText(message));
  }

  /** Opens the stream of what belongs to no request, or resumes one that was lost. Throws `HttpFailure`. */
  listen(call: HttpCall): void {
    this.#used = Date.now();
    const last = call.headers["last-event-id"];
    const lost = last === undefined ? undefined : this.#lost(last);
    if (lost === undefined && this.#unsolicited.carried)
      throw new HttpFailure(409, "the session has its stream already");
    const { expiresAt } = call.principal;
    const response = new SseResponse(call.response, { headers: this.#headers, expiresAt });
    if (lost !== undefined) return lost.stream.carry(response, lost.sequence);
    if (this.#resumable) response.prime(this.#unsolicited.position);
    this.#unsolicited.carry(response);
  }

  /** Ends the stream that waits for nothing in particular. */
  quiesce(): void {
    this.#unsolicited.leave();
  }

  /** Ends it. */
  async close(): Promise<void> {
    for (const controller of this.#underWay) controller.abort();
    for (const stream of this.#streams.values()) stream.end();
    await this.#session.close();
  }

  get #headers(): Readonly<Record<string, string>> {
    return { "Mcp-Session-Id": this.id };
  }

  get #resumable(): boolean {
    return this.#version !== undefined && this.#version >= RESUMABLE;
  }

  async #exchange(
    { id }: Request,
    call: HttpCall,
    ask: (exchange: Exchange) => Promise<Answer>,
    headers: (answer?: Answer) => Readonly<Record<string, string>>,
  ): Promise<Answer> {
    const controller = new AbortController();
    this.#underWay.add(controller);
    try {
      return await legacyExchange(id, call, {
        signal: controller.signal,
        ask,
        headers,
        openStream: () => this.#openStream(),
        resumable: () => this.#resumable,
      });
    } finally {
      this.#underWay.delete(controller);
      this.#used = Date.now();
    }
  }

  #openStream(): LegacyStream {
    for (const [number, stream] of this.#streams) {
      if (!stream.ended || !this.#events.isGone(number)) continue;
      this.#streams.delete(number);
      this.#events.forget(number);
    }
    this.#streamsMade += 1;
    const stream = new LegacyStream(this.#streamsMade, this.#events);
    this.#streams.set(stream.number, stream);
    return stream;
  }

  #lost(last: string): { readonly stream: LegacyStream; readonly sequence: number } {
    const id = readEventId(last);
    const stream = id && this.#streams.get(id.stream);
    if (id === undefined || stream === undefined || this.#events.hasLost(id.stream, id.sequence))
      throw new HttpFailure(400, `what came after the event ${JSON.stringify(last)} is gone`);
    return { stream, sequence: id.sequence };
  }
}
