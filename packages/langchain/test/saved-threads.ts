import { MemorySaver } from "@langchain/langgraph";

/** All threads of a checkpointer, as text that another process can go on from. */
export function saveThreads({ storage, writes }: MemorySaver): string {
  return JSON.stringify({ storage, writes }, (_key, value: unknown) =>
    value instanceof Uint8Array ? { base64: Buffer.from(value).toString("base64") } : value,
  );
}

/** A checkpointer with the threads that were saved; `edit` sees every object in them. */
export function loadThreads(
  saved: string,
  edit: (value: unknown) => unknown = (value) => value,
): MemorySaver {
  const threads = JSON.parse(saved, (_key, value: unknown) => {
    if (!isEncoded(value)) return value;
    const text = Buffer.from(value.base64, "base64").toString();
    const edited = JSON.stringify(JSON.parse(text, (_inner, part: unknown) => edit(part)));
    return new Uint8Array(Buffer.from(edited));
  }) as Pick<MemorySaver, "storage" | "writes">;
  return Object.assign(new MemorySaver(), threads);
}

function isEncoded(value: unknown): value is { readonly base64: string } {
  return typeof value === "object" && value !== null && "base64" in value;
}
