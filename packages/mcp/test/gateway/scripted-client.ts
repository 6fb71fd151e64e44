import type { JsonObject } from "@capfence/core";
import type { Principal } from "../../src/gateway/identity/principal.ts";
import type { ClientSession, SessionHost } from "../../src/gateway/relay/client-session.ts";
import type {
  Answer,
  Notification,
  Request,
  RequestId,
  ServerMessage,
} from "../../src/gateway/wire/message.ts";
import { textAt } from "../../src/gateway/wire/json-object.ts";
import { ENVELOPE, type Era } from "../../src/gateway/wire/protocol.ts";

/** A client in memory: it remembers what it is sent, and answers what it is asked by script. */
export class ScriptedClient {
  readonly session: ClientSession;
  readonly capabilities: JsonObject;
  /** What it was sent, on streams of requests and outside of them. */
  readonly heard: ServerMessage[] = [];
  /** What it was sent outside of its requests. */
  readonly unsolicited: ServerMessage[] = [];
  /** Why the gateway has ended the session, if it has. */
  over: Error | undefined;
  /** How it answers what it is asked; undefined for not at all. */
  answers: (asked: Request) => Answer | undefined = () => undefined;
  #ids = 0;

  constructor(host: SessionHost, era: Era, principal: Principal, capabilities: JsonObject) {
    this.capabilities = capabilities;
    this.session = host.open(era, principal, {
      send: (message) => {
        this.unsolicited.push(message);
        this.#hear(message);
      },
      ended: (reason) => {
        this.over = reason;
      },
    });
  }

  async initialize(protocolVersion = "2025-11-25"): Promise<Answer> {
    const { capabilities } = this;
    const clientInfo = { name: "scripted", version: "1" };
    return this.request("initialize", { protocolVersion, capabilities, clientInfo });
  }

  async request(
    method: string,
    params?: JsonObject,
    { id = this.#next(), signal = new AbortController().signal }: Asking = {},
  ): Promise<Answer> {
    const asked = this.session.era === "modern" ? this.#enveloped(params) : params;
    return this.session.request(
      { id, method, ...(asked === undefined ? {} : { params: asked }) },
      { send: (message) => this.#hear(message), signal },
    );
  }

  async call(name: string, input?: JsonObject, more: JsonObject = {}): Promise<Answer> {
    return this.request("tools/call", { name, ...(input && { arguments: input }), ...more });
  }

  /** What a list of tools shows it. */
  async tools(): Promise<readonly unknown[]> {
    const { result } = await this.request("tools/list", {});
    return ((result?.["tools"] ?? []) as readonly JsonObject[]).map(({ name }) => name);
  }

  /** The notifications that it was sent. */
  get told(): readonly Notification[] {
    return this.heard.flatMap((one) => (one.kind === "notification" ? [one.message] : []));
  }

  /** The requests that it was sent. */
  get asked(): readonly Request[] {
    return this.heard.flatMap((one) => (one.kind === "request" ? [one.message] : []));
  }

  #next(): number {
    this.#ids += 1;
    return this.#ids;
  }

  #enveloped(params: JsonObject = {}): JsonObject {
    const envelope = {
      [ENVELOPE.protocolVersion]: "2026-07-28",
      [ENVELOPE.clientInfo]: { name: "scripted", version: "1" },
      [ENVELOPE.clientCapabilities]: this.capabilities,
    };
    return { ...params, _meta: { ...envelope, ...(params["_meta"] as object | undefined) } };
  }

  #hear(message: ServerMessage): void {
    this.heard.push(message);
    if (message.kind !== "request") return;
    const answer = this.answers(message.message);
    if (answer !== undefined) void this.session.answer(message.message.id, answer);
  }
}

/** How a request is made, where that matters. */
export interface Asking {
  readonly id?: RequestId;
  readonly signal?: AbortSignal;
}

/** The words of a result. */
export function wordsOf({ result, error }: Answer): string {
  if (error !== undefined) return `error ${error.code}: ${error.message}`;
  const content = (result?.["content"] ?? []) as readonly JsonObject[];
  return content.map((one) => textAt(one, "text") ?? "").join("\n");
}
