import { freezeJsonObject } from "@capfence/core";
import { answeredId, idOf, isMessage, keyOf, type Message } from "./messages.ts";

/** What a model is shown of a tool. */
const SHOWN = ["name", "title", "description", "inputSchema", "outputSchema", "annotations"];

/** The tools as a server has last listed them: an approval is for a tool that is shown like this, and for no other. */
export class ToolDefinitions {
  /** By the tool's name and by their own text: whatever a list says of a tool is shown, in whatever order. */
  readonly #known = new Map<string, Map<string, object>>();
  /** The lists that were asked for, and whether the next answer to each begins a new one. */
  readonly #asked = new Map<string, boolean>();

  /** What the server has said of a tool; undefined before it was listed. */
  of(name: string): object | undefined {
    const all = [...(this.#known.get(name)?.values() ?? [])];
    return all.length > 1 ? { all } : all[0];
  }

  /** Notes that a message asks for the list. */
  asks(message: Message): void {
    const id = idOf(message["id"]);
    if (message["method"] !== "tools/list" || id === undefined) return;
    const params = message["params"];
    this.#asked.set(keyOf(id), !isMessage(params) || params["cursor"] === undefined);
  }

  /** Learns from a message what the tools are, if it is the list that was asked for. */
  learn(message: Message): void {
    const id = answeredId(message);
    const isFirst = id === undefined ? undefined : this.#asked.get(keyOf(id));
    if (id === undefined || isFirst === undefined) return;
    // Of several answers the client takes one, and only the client knows which: the others only add to it.
    this.#asked.set(keyOf(id), false);
    const result = message["result"];
    if (!isMessage(result) || !Array.isArray(result["tools"])) return;
    if (isFirst) this.#known.clear();
    for (const tool of result["tools"])
      if (isMessage(tool) && typeof tool["name"] === "string") this.#add(tool["name"], shown(tool));
  }

  #add(name: string, definition: object): void {
    const known = this.#known.get(name) ?? new Map<string, object>();
    this.#known.set(name, known.set(JSON.stringify(definition), definition));
  }
}

function shown(tool: Message): object {
  const definition = Object.fromEntries(SHOWN.map((key) => [key, tool[key]]));
  try {
    return freezeJsonObject(definition);
  } catch {
    // Schemas may hold numbers that no record can, such as the largest of 64 bits: then their text stands for them.
    return { text: JSON.stringify(definition) };
  }
}
