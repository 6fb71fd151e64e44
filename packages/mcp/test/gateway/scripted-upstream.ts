import type { JsonObject } from "@capfence/core";
import {
  AnswerLost,
  type Conversation,
  type ConversationEvents,
  RequestNotSent,
  type RequestOptions,
  type Upstream,
} from "../../src/gateway/upstream/conversation.ts";
import type {
  Answer,
  Notification,
  Request,
  RequestId,
  ServerMessage,
} from "../../src/gateway/wire/message.ts";
import type { Era } from "../../src/gateway/wire/protocol.ts";
import { textAt } from "../../src/gateway/wire/json-object.ts";
import { tool } from "./listed.ts";

/** How a scripted server answers a method. */
export type Script = (
  request: Request,
  options: RequestOptions,
  conversation: ScriptedConversation,
) => Answer | Promise<Answer>;

/** One message that a scripted server has got. */
export interface Got {
  readonly kind: "request" | "notification" | "answer";
  readonly method?: string;
  readonly params?: JsonObject | undefined;
  readonly id?: RequestId;
  readonly answer?: Answer;
  readonly signal?: AbortSignal | undefined;
}

/** What the gateway asks in order to find out what a server has. */
const FINDING_OUT = new Set([
  "initialize",
  "notifications/initialized",
  "server/discover",
  "tools/list",
]);

/** A server in memory that answers by script, and remembers every message that it gets. */
export class ScriptedUpstream implements Upstream {
  readonly name: string;
  readonly got: Got[] = [];
  readonly conversations: ScriptedConversation[] = [];
  readonly scripts: Map<string, Script> = new Map<string, Script>();
  /** What it lists; may be changed. */
  tools: readonly JsonObject[];
  /** Eras that it does not speak are answered as unknown methods are. */
  eras: readonly Era[] = ["legacy", "modern"];
  /** Makes opening wait, or fail. */
  opening: () => Promise<void> = async (): Promise<void> => {};
  capabilities: JsonObject = { tools: {}, prompts: {}, resources: {}, tasks: {} };

  constructor(name: string, tools: readonly (string | JsonObject)[] = []) {
    this.name = name;
    this.tools = tools.map((one) => (typeof one === "string" ? tool(one) : one));
    this.on("initialize", ({ params }) => this.#handshake("legacy", params?.["protocolVersion"]));
    this.on("server/discover", () => this.#handshake("modern", undefined));
    this.on("tools/list", () => ({ result: { tools: this.tools } }));
    this.on("tools/call", ({ params }) => said(`ran ${textAt(params, "name") ?? ""}`));
  }

  on(method: string, script: Script): this {
    this.scripts.set(method, script);
    return this;
  }

  /** What it has got of what clients want, beyond what the gateway asks to find out what it has. */
  get contacts(): readonly Got[] {
    return this.got.filter(({ method }) => method === undefined || !FINDING_OUT.has(method));
  }

  /** The parameters of the calls that it has got. */
  get calls(): readonly (JsonObject | undefined)[] {
    return this.got.flatMap(({ method, params }) => (method === "tools/call" ? [params] : []));
  }

  /** The conversation that was opened last. */
  get conversation(): ScriptedConversation {
    const last = this.conversations.at(-1);
    if (last === undefined) throw new Error("nobody has opened a conversation");
    return last;
  }

  async open(era: Era, events: ConversationEvents): Promise<ScriptedConversation> {
    await this.opening();
    const conversation = new ScriptedConversation(this, era, events);
    this.conversations.push(conversation);
    return conversation;
  }

  async close(): Promise<void> {}

  #handshake(era: Era, protocolVersion: unknown): Answer {
    if (!this.eras.includes(era)) return { error: { code: -32_601, message: "method not found" } };
    const about = {
      capabilities: this.capabilities,
      serverInfo: { name: this.name, version: "1" },
    };
    return era === "legacy"
      ? { result: { protocolVersion: String(protocolVersion), ...about } }
      : { result: { resultType: "complete", supportedVersions: ["2026-07-28"], ...about } };
  }
}

/** A conversation with a scripted server. */
export class ScriptedConversation implements Conversation {
  readonly era: Era;
  readonly #upstream: ScriptedUpstream;
  readonly #events: ConversationEvents;
  closed = false;
  listens = false;

  constructor(upstream: ScriptedUpstream, era: Era, events: ConversationEvents) {
    this.#upstream = upstream;
    this.era = era;
    this.#events = events;
  }

  async request(request: Request, options: RequestOptions): Promise<Answer> {
    const { signal } = options;
    if (this.closed || signal?.aborted === true) throw new RequestNotSent("it is over");
    const { id, method, params } = request;
    this.#upstream.got.push({ kind: "request", id, method, params, signal });
    const script = this.#upstream.scripts.get(method);
    if (script === undefined) return { error: { code: -32_601, message: `no ${method}` } };
    const lost = Promise.withResolvers<never>();
    const abandon = (): void => lost.reject(new AnswerLost("nobody waits for the answer"));
    signal?.addEventListener("abort", abandon, { once: true });
    try {
      return await Promise.race([script(request, options, this), lost.promise]);
    } finally {
      signal?.removeEventListener("abort", abandon);
    }
  }

  async notify({ method, params }: Notification): Promise<void> {
    if (this.closed) throw new RequestNotSent("it is over");
    this.#upstream.got.push({ kind: "notification", method, params });
  }

  async answer(id: RequestId, answer: Answer): Promise<void> {
    this.#upstream.got.push({ kind: "answer", id, answer });
  }

  listen(): void {
    this.listens = true;
  }

  async close(): Promise<void> {
    this.closed = true;
  }

  /** The server sends something that belongs to no request. */
  say(message: ServerMessage): void {
    this.#events.hear(message);
  }

  /** The server asks the client something, outside of any request. */
  ask(id: RequestId, method: string, params: JsonObject = {}): void {
    this.say({ kind: "request", message: { id, method, params } });
  }

  /** The server notifies. */
  tell(method: string, params?: JsonObject): void {
    this.say({ kind: "notification", message: { method, ...(params && { params }) } });
  }

  /** The server goes away. */
  end(reason = "the server is gone"): void {
    this.closed = true;
    this.#events.ended(new Error(reason));
  }
}

/** The result of a tool that says something; its text is as odd as a server may write it. */
export function said(words: string): Answer {
  const result = { content: [{ type: "text", text: words }] };
  return { result, text: `{ "content" :[{"type":"text","text":${JSON.stringify(words)}}]}` };
}
