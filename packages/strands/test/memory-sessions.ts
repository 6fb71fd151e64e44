import type { Storage } from "@strands-agents/sdk";

/** What session managers keep, in memory. */
export function memory(kept: Map<string, Uint8Array>): Storage {
  return {
    write: async (key, data) => void kept.set(key, data),
    read: async (key) => kept.get(key) ?? null,
    delete: async (key) => void kept.delete(key),
    list: async (prefix) => [...kept.keys()].filter((key) => key.startsWith(prefix)),
  };
}
