import type { IncomingMessage } from "node:http";
import type { LimitSettings } from "../config/settings.ts";
import type { Principal } from "../identity/principal.ts";
import type { SessionHost } from "../relay/client-session.ts";
import { eraOf } from "../wire/envelope.ts";
import type { Incoming } from "../wire/message.ts";
import { readClientMessage } from "../wire/read-message.ts";
import type { HttpCall } from "./http-call.ts";
import { HttpFailure } from "./http-failure.ts";
import { LegacySessions } from "./legacy-sessions.ts";
import { ModernSessions } from "./modern-sessions.ts";
import { readBody } from "./read-body.ts";
import { checkPostHeaders, checkStreamHeaders } from "./request-checks.ts";
import { UnderWay } from "./under-way.ts";
import { writeFailure } from "./write-failure.ts";

/** How long the body of a request may take. */
const BODY = 30_000;
const ALLOWED = { Allow: "POST, GET, DELETE" };

/** What clients of MCP call. */
export class McpEndpoint {
  readonly #legacy: LegacySessions;
  readonly #modern: ModernSessions;
  readonly #limits: () => LimitSettings;
  readonly #fault: (error: unknown) => void;
  readonly #reading = new UnderWay();
  readonly #requests = new UnderWay();

  constructor(host: SessionHost, limits: () => LimitSettings, fault: (error: unknown) => void) {
    this.#legacy = new LegacySessions(host, fault);
    this.#modern = new ModernSessions(host, fault);
    this.#limits = limits;
    this.#fault = fault;
  }

  /** How many requests are under way. */
  get underWay(): number {
    return this.#requests.count;
  }

  /**
   * Answers a request of somebody who is known; `whoNow` finds out anew who they are, or rejects. Throws `HttpFailure`,
   * `RpcFailure` and `AuthenticationFailure`.
   */
  async handle(
    request: IncomingMessage,
    call: HttpCall,
    whoNow: () => Promise<Principal>,
  ): Promise<void> {
    const { headers } = call;
    const { method } = request;
    if (method === "POST") return this.#post(request, call, whoNow);
    if (method !== "GET" && method !== "DELETE")
      throw new HttpFailure(405, `the method ${method} is not allowed`, { headers: ALLOWED });
    if (eraOf({ method: "" }, headers) === "modern")
      throw new HttpFailure(405, "this version of the protocol has no sessions", {
        headers: { Allow: "POST" },
      });
    if (method === "DELETE") return this.#legacy.delete(call);
    checkStreamHeaders(headers);
    this.#legacy.get(call);
  }

  /** Ends what nothing has used for long. */
  endIdle(): void {
    const { sessionIdle } = this.#limits();
    this.#legacy.endIdle(sessionIdle);
    this.#modern.endIdle(sessionIdle);
  }

  /** Ends the streams that nothing else would end. */
  quiesce(): void {
    this.#legacy.quiesce();
    this.#modern.quiesce();
  }

  /** Ends every session. */
  async close(): Promise<void> {
    await Promise.all([this.#legacy.close(), this.#modern.close()]);
  }

  async #post(
    request: IncomingMessage,
    begun: HttpCall,
    whoNow: () => Promise<Principal>,
  ): Promise<void> {
    checkPostHeaders(begun.headers);
    const { messageSize, depth } = this.#limits();
    // An answer of the client may be what requests under way wait for: those do not keep it out.
    const arrived = this.#reading.enter(begun.principal.key, this.#limits());
    try {
      const text = await readBody(request, { bytes: messageSize, milliseconds: BODY });
      const message = readClientMessage(text, { depth, size: messageSize });
      // A body may come slowly, to be there when its sender is known no more.
      const call = { ...begun, principal: await whoNow() };
      if (message.kind !== "request") return await this.#dispatch(message, call);
      arrived();
      await this.#answer(message, request, call);
    } finally {
      arrived();
    }
  }

  async #answer(
    message: Incoming & { readonly kind: "request" },
    request: IncomingMessage,
    call: HttpCall,
  ): Promise<void> {
    let done: (() => void) | undefined;
    try {
      done = this.#requests.enter(call.principal.key, this.#limits());
      await this.#dispatch(message, call);
    } catch (error) {
      if (!writeFailure(request, call.response, error, message.message.id)) this.#fault(error);
    } finally {
      done?.();
    }
  }

  async #dispatch(message: Incoming, call: HttpCall): Promise<void> {
    const modern = message.kind !== "answer" && eraOf(message.message, call.headers) === "modern";
    const full = (): boolean => this.#isFullFor(call.principal);
    if (!modern) return this.#legacy.post(message, call, full);
    if (message.kind === "request") return this.#modern.request(message.message, call, full);
    return this.#modern.notify(message.message, call, full);
  }

  #isFullFor(principal: Principal): boolean {
    if (this.#legacy.count + this.#modern.count < this.#limits().sessions) return false;
    return !this.#legacy.makeRoomFor(principal);
  }
}
