import type { JsonObject } from "@capfence/core";

/** Definitions by what they are an example of. */
export type Definitions = Readonly<Record<string, JsonObject>>;

/** A definition of which only the description matters. */
export function saying(description: string, name = "word_count"): JsonObject {
  return { name, description, inputSchema: { type: "object" } };
}

/** A definition with one parameter. */
export function taking(key: string, schema: JsonObject): JsonObject {
  return {
    name: "word_count",
    description: "Counts the words of a text.",
    inputSchema: { type: "object", properties: { [key]: schema } },
  };
}

/** Text as tag characters, which nobody sees. */
export function tagged(text: string): string {
  return Array.from(text, (one) => String.fromCodePoint((one.codePointAt(0) ?? 0) + 0xe0000)).join(
    "",
  );
}
