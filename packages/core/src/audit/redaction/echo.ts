import type { Json } from "../../encoding/json.ts";

/** Characters of the text times characters looked for, so that no text makes the search slow. */
const MAXIMUM_STEPS = 16_000_000;

/** Whether a text, number or name that stands in one of the values, at any depth, occurs in `text`; true where that is too much to look for. */
export function echoes(text: string, values: readonly Json[]): boolean {
  let steps = 0;
  const occurs = (word: string): boolean => {
    if (word === "") return false;
    steps += 2 * text.length * (word.length + 1);
    // Errors often quote what they were given as JSON does.
    const quoted = JSON.stringify(word).slice(1, -1);
    return steps > MAXIMUM_STEPS || text.includes(word) || text.includes(quoted);
  };
  const echoed = (value: Json): boolean => {
    if (typeof value === "string" || typeof value === "number") return occurs(String(value));
    if (typeof value !== "object" || value === null) return false;
    return Object.entries(value).some(
      ([name, member]) => (!Array.isArray(value) && occurs(name)) || echoed(member),
    );
  };
  return values.some(echoed);
}
