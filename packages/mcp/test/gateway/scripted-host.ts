import type { Principal } from "../../src/gateway/identity/principal.ts";
import type {
  ClientLink,
  ClientSession,
  Exchange,
  SessionHost,
} from "../../src/gateway/relay/client-session.ts";
import type { Answer, Notification, Request, RequestId } from "../../src/gateway/wire/message.ts";
import type { Era } from "../../src/gateway/wire/protocol.ts";

/** What a scripted host answers; nothing at all stands for "unknown method". */
export type Script = Readonly<
  Record<string, (request: Request, exchange: Exchange, session: ScriptedSession) => unknown>
>;

/** A session of a scripted host, with what it was told. */
export class ScriptedSession implements ClientSession {
  readonly era: Era;
  readonly principal: Principal;
  readonly link: ClientLink;
  readonly initialized = undefined;
  readonly requests: Request[] = [];
  readonly exchanges: Exchange[] = [];
  readonly notifications: Notification[] = [];
  readonly answers: { readonly id: RequestId; readonly answer: Answer }[] = [];
  closed = false;
  readonly #script: Script;

  constructor(era: Era, principal: Principal, link: ClientLink, script: Script) {
    this.era = era;
    this.principal = principal;
    this.link = link;
    this.#script = script;
  }

  async request(request: Request, exchange: Exchange): Promise<Answer> {
    this.requests.push(request);
    this.exchanges.push(exchange);
    const act = this.#script[request.method];
    if (act === undefined) return { error: { code: -32_601, message: "unknown method" } };
    return (await act(request, exchange, this)) as Answer;
  }

  async notify(notification: Notification): Promise<void> {
    this.notifications.push(notification);
  }

  async answer(id: RequestId, answer: Answer): Promise<void> {
    this.answers.push({ id, answer });
  }

  async close(): Promise<void> {
    this.closed = true;
  }
}

/** A host that does what a script says, in place of the gateway. */
export class ScriptedHost implements SessionHost {
  readonly sessions: ScriptedSession[] = [];
  readonly #script: Script;

  constructor(script: Script = {}) {
    this.#script = script;
  }

  open(era: Era, principal: Principal, link: ClientLink): ScriptedSession {
    const session = new ScriptedSession(era, principal, link, { ...BASICS, ...this.#script });
    this.sessions.push(session);
    return session;
  }

  /** Every request that any session got. */
  get requests(): readonly Request[] {
    return this.sessions.flatMap((session) => session.requests);
  }
}

const SERVER = { capabilities: { tools: {} }, serverInfo: { name: "scripted", version: "1.0.0" } };

const BASICS: Script = {
  initialize: ({ params }) => ({
    result: { ...SERVER, protocolVersion: params?.["protocolVersion"] ?? "2025-11-25" },
  }),
  "server/discover": () => ({
    result: {
      ...SERVER,
      resultType: "complete",
      supportedVersions: ["2026-07-28"],
      ttlMs: 0,
      cacheScope: "private",
    },
  }),
  ping: () => ({ result: {} }),
};
