import type { HttpUpstreamSettings } from "../config/settings.ts";
import type { Era } from "../wire/protocol.ts";
import type { Conversation, ConversationEvents, Upstream } from "./conversation.ts";
import { HttpConversation } from "./http-conversation.ts";
import { HttpEndpoint } from "./http-endpoint.ts";
import { HttpSession } from "./http-session.ts";

/** What may be said of a server that is reached over HTTP. */
export interface HttpUpstreamOptions {
  /** How large an answer may be, in bytes, and an event of a stream, in characters. */
  readonly limit?: number;
}

/** A server that is reached over Streamable HTTP. */
export class HttpUpstream implements Upstream {
  readonly name: string;
  readonly #endpoint: HttpEndpoint;
  readonly #limit: number;
  readonly #conversations = new Set<Conversation>();

  constructor(
    name: string,
    { url, headers }: HttpUpstreamSettings,
    { limit = 64 * 1024 * 1024 }: HttpUpstreamOptions = {},
  ) {
    this.name = name;
    this.#endpoint = new HttpEndpoint(url, headers);
    this.#limit = limit;
  }

  async open(era: Era, events: ConversationEvents): Promise<Conversation> {
    const gone = (): void => void this.#conversations.delete(conversation);
    const session = new HttpSession(this.#endpoint, era, (reason) => {
      gone();
      events.ended(reason);
    });
    const conversation: Conversation = new HttpConversation(session, era, events, {
      limit: this.#limit,
      gone,
    });
    this.#conversations.add(conversation);
    return conversation;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#conversations].map((conversation) => conversation.close()));
    this.#endpoint.close();
  }
}
