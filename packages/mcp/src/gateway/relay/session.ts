import type { JsonObject } from "@capfence/core";
import type { Principal } from "../identity/principal.ts";
import { AnswerLost, type Upstream } from "../upstream/conversation.ts";
import { objectAt, textAt } from "../wire/json-object.ts";
import type { Answer, Notification, Request, RequestId } from "../wire/message.ts";
import { type Era, ENVELOPE, LEGACY_VERSIONS } from "../wire/protocol.ts";
import { CODE, RpcFailure } from "../wire/rpc-failure.ts";
import { Approvals } from "./approvals.ts";
import { type Caller, callerWith } from "./caller.ts";
import { Calls } from "./calls.ts";
import type { ClientLink, ClientSession, Exchange } from "./client-session.ts";
import { followed } from "./followed.ts";
import { failureOf } from "./failures.ts";
import { Forwarding } from "./forwarding.ts";
import { grantedRequest } from "./granted-request.ts";
import { discover, initialize } from "./handshake.ts";
import { JudgedMethods } from "./judged-methods.ts";
import { Links } from "./links.ts";
import { Lists } from "./lists.ts";
import { CLIENT_NOTIFICATIONS, treatmentOf } from "./methods.ts";
import { PassedOn } from "./passed-on.ts";
import { ServerRequests } from "./server-requests.ts";
import { ServerSide } from "./server-side.ts";
import { checkSpelling } from "./spelling.ts";
import type { GatewayParts, Handling, SessionParts } from "./session-parts.ts";
import { takeToken, withoutToken } from "./take-token.ts";
import type { UpstreamLink } from "./upstream-link.ts";

/** What one session has of its own. */
export interface SessionOptions {
  /** Its public name, for records. */
  readonly label: string;
  readonly client: ClientLink;
  readonly closed: () => void;
}

/** One client, or in the modern era one principal, and the servers behind the gateway. */
export class Session implements ClientSession {
  readonly era: Era;
  readonly principal: Principal;
  readonly #parts: SessionParts;
  readonly #client: ClientLink;
  readonly #onClosed: () => void;
  readonly #serverSide: ServerSide;
  readonly #calls: Calls;
  readonly #judged: JudgedMethods;
  readonly #lists: Lists;
  readonly #passedOn: PassedOn;
  #isClosed = false;
  /** Requests under way. */
  readonly #underWay = new Set<AbortController>();
  /** Requests under way that their client can cancel, by id. */
  readonly #open = new Map<RequestId, AbortController>();
  #initialized: JsonObject | undefined;
  #isInitializing = false;

  constructor(
    gateway: GatewayParts & { readonly upstreams: () => ReadonlyMap<string, Upstream> },
    era: Era,
    principal: Principal,
    { label, client, closed }: SessionOptions,
  ) {
    this.era = era;
    this.principal = principal;
    this.#client = client;
    this.#onClosed = closed;
    const links = new Links({
      era,
      upstreams: gateway.upstreams,
      timeout: () => gateway.settings().limits.answer,
      events: {
        hear: (link, message) => this.#serverSide.hear(link, message, (one) => client.send(one)),
        ended: (link, reason) => this.#ended(link, reason),
        fault: (link, reason) =>
          gateway.log.warn("a server has sent what cannot be used", {
            upstream: link.name,
            error: reason.message,
          }),
        unreachable: ({ name }, reason) => gateway.outages.failed(name, reason),
        reached: ({ name }) => gateway.outages.reached(name),
      },
    });
    const caller = { principal, session: label };
    const parts = { ...gateway, era, caller, links, asks: new ServerRequests() };
    this.#parts = parts;
    this.#serverSide = new ServerSide(parts);
    const forwarding = new Forwarding(parts, this.#serverSide);
    const approvals = new Approvals(parts);
    this.#calls = new Calls(parts, approvals, forwarding);
    this.#judged = new JudgedMethods(parts, approvals, forwarding);
    this.#lists = new Lists(parts);
    this.#passedOn = new PassedOn(parts, forwarding);
  }

  get initialized(): JsonObject | undefined {
    return this.#initialized;
  }

  async request(request: Request, exchange: Exchange): Promise<Answer> {
    const stop = new AbortController();
    const abandon = (): void => stop.abort(exchange.signal.reason);
    if (exchange.signal.aborted) abandon();
    else exchange.signal.addEventListener("abort", abandon, { once: true });
    try {
      this.#enter(request, stop);
      // Before anybody else sees the request.
      const { request: shown, token } = takeToken(request, exchange.bearer);
      const caller = callerWith(token, this.#parts);
      const answer = await followed(
        this.#parts,
        shown,
        (asked) => this.#toolOf(asked),
        (asked) => this.#answered(asked, exchange, caller, stop.signal),
      );
      // What the client has not shown is not its to replace.
      const said = token === undefined && caller.token !== undefined ? bare(answer) : answer;
      return this.era === "modern" ? complete(said) : said;
    } catch (error) {
      return failureOf(request, error, this.#parts.log, stop.signal);
    } finally {
      exchange.signal.removeEventListener("abort", abandon);
      this.#underWay.delete(stop);
      if (this.#open.get(request.id) === stop) this.#open.delete(request.id);
    }
  }

  async notify({ method, params }: Notification): Promise<void> {
    if (method === "notifications/initialized" && this.era === "legacy")
      return this.#parts.links.begin();
    if (method === "notifications/cancelled") {
      const id = params?.["requestId"];
      if (typeof id === "string" || typeof id === "number")
        this.#open.get(id)?.abort(new AnswerLost("the client has cancelled the request"));
      return undefined;
    }
    if (!CLIENT_NOTIFICATIONS.has(method))
      return this.#parts.log.warn("a notification of a client was dropped", { method });
    const { links } = this.#parts;
    const notification = {
      method,
      ...(params === undefined ? {} : { params: withoutToken(params) }),
    };
    await Promise.allSettled(links.open.map((link) => link.notify(notification)));
    return undefined;
  }

  async answer(id: RequestId, answer: Answer): Promise<void> {
    const { text: _text, ...said } = answer;
    const { result } = said;
    const plain = result === undefined ? said : { ...said, result: withoutToken(result) };
    if (!this.#parts.asks.answer(id, plain))
      this.#parts.log.warn("an answer of a client to no question was dropped");
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const stop of this.#underWay) stop.abort(new AnswerLost("the session is over"));
    this.#onClosed();
    this.#serverSide.close();
    await this.#parts.links.close();
  }

  /** Takes a request in. Throws `RpcFailure` for one that cannot come now. */
  #enter({ id, method }: Request, stop: AbortController): void {
    if (this.#isClosed)
      throw new RpcFailure(CODE.invalidRequest, "the session is over", { status: 404 });
    this.#underWay.add(stop);
    // In the modern era many clients share a session, and each connection has ids of its own.
    if (this.era === "modern") return;
    if (this.#open.has(id))
      throw new RpcFailure(CODE.invalidRequest, "a request with this id is under way");
    const opens = method === "initialize";
    if (opens && (this.#isInitializing || this.#initialized !== undefined))
      throw new RpcFailure(CODE.invalidRequest, "the session is initialized already");
    if (!opens && method !== "ping" && this.#initialized === undefined)
      throw new RpcFailure(CODE.invalidRequest, "the session is not initialized");
    this.#open.set(id, stop);
  }

  /** Whatever goes wrong is an answer. */
  async #answered(
    request: Request,
    exchange: Exchange,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<Answer> {
    try {
      return await this.#dispatch(request, exchange, caller, signal);
    } catch (error) {
      return failureOf(request, error, this.#parts.log, signal);
    }
  }

  /** The tool that is called, if it is one that a server has listed. */
  #toolOf({ method, params }: Request): string | undefined {
    const { names, links, tools } = this.#parts;
    const name = method === "tools/call" ? textAt(params, "name") : undefined;
    const owned = name === undefined ? undefined : names().owner(name);
    const link = links.open.find((one) => one.name === owned?.upstream);
    return link !== undefined && tools.has(link, owned?.name ?? "") ? name : undefined;
  }

  async #dispatch(
    asked: Request,
    exchange: Exchange,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<Answer> {
    const { era } = this;
    const treatment = treatmentOf(asked.method, era);
    if (treatment === undefined)
      throw new RpcFailure(CODE.methodNotFound, `no method ${JSON.stringify(asked.method)} here`);
    checkSpelling(asked.params ?? {});
    const { request, capabilities } = grantedRequest(asked, this.#initialized, this.#parts);
    const handling: Handling = {
      caller,
      send: (message) => exchange.send(message),
      pause: (retry) => exchange.pause?.(retry),
      signal,
      ...(exchange.headers === undefined ? {} : { headers: exchange.headers }),
      capabilities,
    };
    if (asked.method === "initialize") return this.#initialize(request, handling);
    if (treatment === "handshake") return discover(this.#parts, request, handling);
    if (era === "modern") await this.#checkEra(request);
    if (treatment === "call") return this.#calls.answer(request, handling);
    if (treatment === "judged") return this.#judged.answer(request, handling);
    if (treatment === "list") return this.#lists.answer(request, handling);
    return this.#passedOn.answer(treatment, request, handling);
  }

  async #initialize(request: Request, handling: Handling): Promise<Answer> {
    this.#isInitializing = true;
    try {
      const answer = await initialize(this.#parts, request);
      if (answer.result !== undefined)
        this.#initialized = { ...request.params, capabilities: handling.capabilities ?? {} };
      return answer;
    } finally {
      this.#isInitializing = false;
    }
  }

  /** A server that does not speak the modern era is not asked in it: clients that can go back to the legacy one. */
  async #checkEra({ params }: Request): Promise<void> {
    const { links, names } = this.#parts;
    if (links.anyOpen || !names().single) return;
    const opened = await links.openAll();
    if (opened.length === 0 || links.anyOpen) return;
    const requested = textAt(objectAt(params, "_meta"), ENVELOPE.protocolVersion) ?? "";
    throw new RpcFailure(
      CODE.unsupportedVersion,
      "the server behind the gateway speaks no such version",
      {
        data: { supported: [...LEGACY_VERSIONS], requested },
        status: 400,
      },
    );
  }

  #ended(link: UpstreamLink, reason: Error): void {
    if (this.#isClosed) return;
    this.#serverSide.close(link);
    this.#parts.outages.ended(link.name, reason);
    // A legacy client whose only server has forgotten it has to begin anew.
    if (this.era === "legacy" && this.#parts.names().single) {
      this.#client.ended(reason);
      void this.close();
    }
  }
}

/** Since 2026-07-28 results say what they are. */
function complete(answer: Answer): Answer {
  const { result } = answer;
  if (result === undefined || "resultType" in result) return answer;
  return { ...withoutText(answer), result: { resultType: "complete", ...result } };
}

/** An answer without what the status of HTTP says of a capability token. */
function bare({ unauthorized: _unauthorized, ...answer }: Answer): Answer {
  return answer;
}

function withoutText({ text: _text, ...answer }: Answer): Answer {
  return answer;
}
