import { MemorySaver } from "@langchain/langgraph";

/** Everything a saver holds, as text. */
export function asText({ storage, writes }: MemorySaver): string {
  return JSON.stringify({ storage, writes }, (_, value: unknown) =>
    value instanceof Uint8Array ? { base64: Buffer.from(value).toString("base64") } : value,
  );
}

/** A saver with what another has held. */
export function fromText(text: string): MemorySaver {
  const held = JSON.parse(text, (_, value: unknown) =>
    isBytes(value) ? new Uint8Array(Buffer.from(value.base64, "base64")) : value,
  ) as Pick<MemorySaver, "storage" | "writes">;
  return Object.assign(new MemorySaver(), held);
}

/** The text of a saver with other arguments in the call of its messages, as whoever stores it could change them. */
export function forged(text: string, input: unknown): string {
  let changes = 0;
  const changed = text.replaceAll(/"base64":"([^"]*)"/g, (_, base64: string) => {
    const json = Buffer.from(base64, "base64").toString("utf8");
    const other = json.replaceAll(
      /("tool_calls":\[\{"name":"[^"]*","args":)\{[^}]*\}/g,
      (_all, before: string) => {
        changes += 1;
        return before + JSON.stringify(input);
      },
    );
    return `"base64":"${Buffer.from(other).toString("base64")}"`;
  });
  if (changes === 0) throw new Error("the call to change was not found in the saver");
  return changed;
}

function isBytes(value: unknown): value is { readonly base64: string } {
  return typeof value === "object" && value !== null && "base64" in value;
}
