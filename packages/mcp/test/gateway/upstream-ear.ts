import type { ConversationEvents } from "../../src/gateway/upstream/conversation.ts";
import type { ServerMessage } from "../../src/gateway/wire/message.ts";

/** What a conversation has told, besides answers. */
export interface Ear {
  readonly events: ConversationEvents;
  readonly heard: ServerMessage[];
  readonly faults: string[];
  readonly ends: string[];
}

/** Something to listen to a conversation with. */
export function ear(): Ear {
  const heard: ServerMessage[] = [];
  const faults: string[] = [];
  const ends: string[] = [];
  const events = {
    hear: (message: ServerMessage) => void heard.push(message),
    fault: (reason: Error) => void faults.push(reason.message),
    ended: (reason: Error) => void ends.push(reason.message),
  };
  return { events, heard, faults, ends };
}

/** The methods and parameters of what was heard. */
export function said(heard: readonly ServerMessage[]): readonly (readonly [string, unknown])[] {
  return heard.map(({ message: { method, params } }) => [method, params]);
}
