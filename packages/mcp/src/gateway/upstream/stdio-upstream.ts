import type { StdioUpstreamSettings } from "../config/settings.ts";
import type { Era } from "../wire/protocol.ts";
import { ServerProcess } from "./child-process.ts";
import {
  type Conversation,
  type ConversationEvents,
  RequestNotSent,
  type Upstream,
} from "./conversation.ts";
import { OpenRequests } from "./open-requests.ts";
import { ProcessGroups } from "./process-groups.ts";
import { ServerVoice } from "./server-voice.ts";
import { StdioConversation } from "./stdio-conversation.ts";

/** What may be said of a server that is started as a process. */
export interface StdioUpstreamOptions {
  /** Takes each line that it writes to its standard error; not for clients. */
  readonly onLog?: (line: string) => void;
  /** Hears why a process of it is gone, or speaks no more, that was not told to end. */
  readonly onEnded?: (reason: Error) => void;
  /** How many bytes a message of it may have. */
  readonly limit?: number;
  /** Where its process is listed; the same for all servers of a gateway. */
  readonly groups?: ProcessGroups;
}

/** A server that is started as a process for each conversation. */
export class StdioUpstream implements Upstream {
  readonly name: string;
  readonly #settings: StdioUpstreamSettings;
  readonly #options: Required<StdioUpstreamOptions>;
  readonly #conversations = new Set<Conversation>();
  #closed = false;

  constructor(name: string, settings: StdioUpstreamSettings, options: StdioUpstreamOptions = {}) {
    this.name = name;
    this.#settings = settings;
    this.#options = {
      onLog: () => {},
      onEnded: () => {},
      limit: 64 * 1024 * 1024,
      groups: new ProcessGroups(),
      ...options,
    };
  }

  async open(era: Era, events: ConversationEvents): Promise<Conversation> {
    const { onLog, onEnded, limit, groups } = this.#options;
    const open = new OpenRequests();
    const voice = new ServerVoice(era, open, events);
    let conversation: StdioConversation | undefined;
    const heard = {
      line: (line: string) => voice.take(line),
      fault: (reason: Error) => events.fault(reason),
      log: onLog,
      ended: (reason: Error) => {
        onEnded(reason);
        conversation?.ended(reason);
      },
    };
    let server: ServerProcess;
    try {
      server = await ServerProcess.start(this.#settings, heard, groups, limit);
    } catch (cause) {
      throw new RequestNotSent(`the server "${this.name}" cannot be started`, {
        cause: startFault(cause, this.#settings),
      });
    }
    if (this.#closed) {
      await server.close();
      throw new RequestNotSent(`the server "${this.name}" is not needed any more`);
    }
    conversation = new StdioConversation(server, open, events, () =>
      this.#conversations.delete(conversation as Conversation),
    );
    this.#conversations.add(conversation);
    return conversation;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#conversations].map((conversation) => conversation.close()));
  }
}

/** Programs with windows often have a shorter PATH than terminals, and Node does not say which of both is missing. */
function startFault(cause: unknown, { command, cwd }: StdioUpstreamSettings): unknown {
  if ((cause as NodeJS.ErrnoException).code !== "ENOENT") return cause;
  const folder = cwd === undefined ? "" : `, or no folder "${cwd}"`;
  return new Error(`there is no command "${command}" in the PATH${folder}; write its full path`);
}
