import type { JsonObject } from "@capfence/core";
import type {
  Conversation,
  ConversationEvents,
  Upstream,
} from "../../src/gateway/upstream/conversation.ts";
import type { Answer, Request, ServerMessage } from "../../src/gateway/wire/message.ts";
import type { Era } from "../../src/gateway/wire/protocol.ts";

/** What a fake server does with a request; what it sends besides goes to `hear`. */
export type Script = (
  request: Request,
  era: Era,
  hear: (message: ServerMessage) => void,
) => Answer | Promise<Answer>;

/** A server behind the port, without a process or a socket; it notes what reaches it. */
export class FakeUpstream implements Upstream {
  readonly name: string;
  /** The methods that it was asked, with their era, and what it was answered. */
  readonly heard: string[] = [];
  readonly requests: Request[] = [];
  conversations = 0;
  readonly #script: Script;

  constructor(name: string, script: Script) {
    this.name = name;
    this.#script = script;
  }

  async open(era: Era, events: ConversationEvents): Promise<Conversation> {
    this.conversations += 1;
    return {
      request: async (request, { hear }) => {
        this.heard.push(`${era} ${request.method}`);
        this.requests.push(request);
        return this.#script(request, era, hear);
      },
      notify: async ({ method }) => void this.heard.push(`${era} ${method}`),
      answer: async (id, { error }) => void this.heard.push(`${era} answer ${id} ${error?.code}`),
      listen: () => events.fault(new Error("nobody listens to it")),
      close: async () => {
        this.conversations -= 1;
      },
    };
  }

  async close(): Promise<void> {
    this.heard.push("closed");
  }
}

/** A server of one era, with the pages of its list of tools. */
export function serving(era: Era, ...pages: readonly JsonObject[]): Script {
  return ({ method, params }, spoken) => {
    if (method === "tools/list") {
      const index = Number(params?.["cursor"] ?? 0);
      return { result: pages[index] ?? {} };
    }
    const capabilities = { tools: {} };
    if (era === "modern" && method === "server/discover")
      return { result: { supportedVersions: ["2026-07-28"], capabilities, ...INFO } };
    if (era === "legacy" && spoken === "legacy" && method === "initialize")
      return { result: { protocolVersion: "2025-11-25", capabilities, ...INFO } };
    return { error: { code: -32_601, message: "method not found" } };
  };
}

const INFO = { serverInfo: { name: "fake", version: "1.0.0" } };
