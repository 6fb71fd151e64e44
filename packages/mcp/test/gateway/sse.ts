/** One event of a stream, as it was written. */
export interface SseEvent {
  readonly id?: string;
  readonly retry?: string;
  readonly data?: string;
  readonly comment?: string;
}

/** The events of a response, as they come. */
export async function* eventsOf(response: Response): AsyncGenerator<SseEvent, void> {
  let text = "";
  const decoder = new TextDecoder();
  if (response.body === null) return;
  for await (const chunk of response.body) {
    text += decoder.decode(chunk, { stream: true });
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) yield eventIn(block);
  }
}

/** The JSON that an event carries. */
export function jsonOf(event: SseEvent | void): unknown {
  return JSON.parse(event?.data ?? "null");
}

function eventIn(block: string): SseEvent {
  const event: Record<string, string> = {};
  for (const line of block.split("\n")) {
    const [, name = "", value = ""] = /^([^:]*): ?(.*)$/.exec(line) ?? [];
    const key = name === "" ? "comment" : name;
    event[key] = event[key] === undefined ? value : `${event[key]}\n${value}`;
  }
  return event;
}
