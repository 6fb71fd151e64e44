import type { Readable, Writable } from "node:stream";
import type { LimitSettings } from "../config/settings.ts";
import type { Principal } from "../identity/principal.ts";
import type { GatewayLog } from "../log.ts";
import type { ClientSession, Exchange, SessionHost } from "../relay/client-session.ts";
import { AnswerLost } from "../upstream/conversation.ts";
import { checkEnvelope, eraOf } from "../wire/envelope.ts";
import { LineReader } from "../wire/line-reader.ts";
import {
  answerText,
  type Incoming,
  type Request,
  type RequestId,
  serverMessageText,
} from "../wire/message.ts";
import type { Era } from "../wire/protocol.ts";
import { readClientMessage } from "../wire/read-message.ts";
import { CODE, RpcFailure } from "../wire/rpc-failure.ts";

/** What a stdio front works with. */
export interface StdioFrontOptions {
  readonly input: Readable;
  readonly output: Writable;
  readonly host: SessionHost;
  /** Who stands behind the pipe: whoever started this process. */
  readonly principal: Principal;
  readonly limits: () => LimitSettings;
  readonly log: GatewayLog;
}

/** One client on standard input and output. */
export class StdioFront {
  /** Resolves once the client has gone, or what stands behind the gateway has. */
  readonly finished: Promise<"client" | "server">;
  readonly #options: StdioFrontOptions;
  readonly #sessions = new Map<Era, ClientSession>();
  /** Requests under way, to be stopped when their client cancels them. */
  readonly #open = new Map<RequestId, AbortController>();
  readonly #finish: (who: "client" | "server") => void;

  constructor(options: StdioFrontOptions) {
    this.#options = options;
    const { promise, resolve } = Promise.withResolvers<"client" | "server">();
    this.finished = promise;
    this.#finish = resolve;
    const { input, output, limits } = options;
    const reader = new LineReader(
      { line: (text) => this.#read(text), fault: (reason) => this.#refuse(reason) },
      limits().messageSize,
    );
    input.on("data", (bytes: Buffer) => reader.push(bytes));
    input.on("end", () => {
      reader.end();
      resolve("client");
    });
    input.on("error", () => resolve("client"));
    // A client that reads no more has gone.
    output.on("error", () => resolve("client"));
    output.on("drain", () => input.resume());
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#sessions.values()].map((session) => session.close()));
  }

  #read(text: string): void {
    const { messageSize, depth } = this.#options.limits();
    let message: Incoming;
    try {
      message = readClientMessage(text, { size: messageSize, depth });
    } catch (error) {
      this.#refuse(error);
      return;
    }
    this.#take(message).catch((error: unknown) =>
      this.#options.log.error("a message of the client was not handled", { error: String(error) }),
    );
  }

  async #take(incoming: Incoming): Promise<void> {
    if (incoming.kind === "request") return this.#answer(incoming.message);
    const session = this.#sessions.get("legacy") ?? this.#sessions.get("modern");
    if (incoming.kind === "answer") return session?.answer(incoming.id, incoming.answer);
    const { method, params } = incoming.message;
    if (method === "notifications/cancelled")
      this.#open
        .get((params?.["requestId"] ?? "") as RequestId)
        ?.abort(new AnswerLost("the client has cancelled the request"));
    for (const one of this.#sessions.values())
      // oxlint-disable-next-line no-await-in-loop -- there are two at most
      await one.notify(incoming.message);
    return undefined;
  }

  async #answer(request: Request): Promise<void> {
    const { id } = request;
    const open = new AbortController();
    try {
      if (this.#open.has(id))
        throw new RpcFailure(CODE.invalidRequest, "a request with this id is under way");
      if (this.#open.size >= this.#most())
        throw new RpcFailure(429, "too many requests are under way; wait for their answers");
    } catch (error) {
      if (!(error instanceof RpcFailure)) throw error;
      this.#write(answerText(id, error.answer));
      return;
    }
    this.#open.set(id, open);
    try {
      const answer = await this.#sessionFor(request).request(request, this.#exchange(open.signal));
      // Nobody waits for the answer to what was cancelled.
      if (!open.signal.aborted) this.#write(answerText(id, answer));
    } catch (error) {
      if (!(error instanceof RpcFailure)) throw error;
      this.#write(answerText(id, error.answer));
    } finally {
      this.#open.delete(id);
    }
  }

  /** A client may try the modern era first: each era has a session of its own. Throws `RpcFailure`. */
  #sessionFor(request: Request): ClientSession {
    const era = eraOf(request);
    if (era === "modern") checkEnvelope(request);
    const known = this.#sessions.get(era);
    if (known !== undefined) return known;
    const { host, principal } = this.#options;
    const session = host.open(era, principal, {
      send: (message) => this.#write(serverMessageText(message)),
      ended: () => this.#finish("server"),
    });
    this.#sessions.set(era, session);
    return session;
  }

  /** How many requests may be under way, which are all of one principal. */
  #most(): number {
    const { concurrent, concurrentPerPrincipal } = this.#options.limits();
    return Math.min(concurrent, concurrentPerPrincipal);
  }

  #exchange(signal: AbortSignal): Exchange {
    return {
      send: (message) => this.#write(serverMessageText(message)),
      signal,
    };
  }

  #refuse(error: unknown): void {
    const failure =
      error instanceof RpcFailure
        ? error
        : new RpcFailure(CODE.parseError, `parse error: ${(error as Error).message}`);
    this.#write(answerText(failure.id ?? null, failure.answer));
  }

  #write(text: string): void {
    const { output, input } = this.#options;
    // A client that does not read is not listened to either.
    if (!output.write(`${text}\n`)) input.pause();
  }
}
