import type { Json, JsonObject } from "@capfence/core";
import { pointerPart } from "./json-pointer.ts";

/** One text that a model may see of a tool, or of what its server says. */
export interface SeenText {
  /** JSON pointer to it, or to the value whose key it is. */
  readonly pointer: string;
  readonly text: string;
  /** Whether it is a name rather than prose: that of the tool, a key, or a value of `enum` or `const`. */
  readonly isName: boolean;
}

/** How much of a definition is looked through; nobody writes more for a model to read. */
const MOST = { texts: 20_000, characters: 300_000, ofOne: 100_000 } as const;

/** The texts of a definition, and whether there are more than are looked through. */
export interface SeenTexts {
  readonly texts: readonly SeenText[];
  readonly isCut: boolean;
}

/**
 * Every text in a definition: values and keys at any depth, since a model reads all of them. The texts of a list are
 * also read as one, as a sentence can be spread over the values of an `enum`.
 */
export function seenTexts(definition: JsonObject): SeenTexts {
  const texts: SeenText[] = [];
  let left: number = MOST.characters;
  let isCut = false;
  const add = (pointer: string, text: string, isName: boolean): void => {
    if (text === "" || isCut) return;
    if (text.length > MOST.ofOne || text.length > left || texts.length >= MOST.texts) isCut = true;
    const read = text.slice(0, Math.min(MOST.ofOne, left));
    left -= read.length;
    texts.push({ pointer, text: read, isName });
  };
  const rest: { readonly value: Json; readonly pointer: string; readonly isName: boolean }[] = [
    { value: definition, pointer: "", isName: false },
  ];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    if (isCut) break;
    const { value, pointer, isName } = next;
    if (typeof value === "string") add(pointer, value, isName);
    else if (Array.isArray(value)) {
      const list: readonly Json[] = value;
      const spread = list.filter((one) => typeof one === "string");
      if (spread.length > 1) add(pointer, spread.join(" "), false);
      for (let index = list.length - 1; index >= 0; index -= 1)
        rest.push({ value: list[index] ?? null, pointer: `${pointer}/${index}`, isName });
    } else if (typeof value === "object" && value !== null)
      for (const [key, held] of Object.entries(value).toReversed()) {
        const place = `${pointer}${pointerPart(key)}`;
        if (!KEYWORDS.has(key)) add(place, key, true);
        rest.push({ value: held, pointer: place, isName: HOLDING_NAMES.has(key) });
      }
  }
  return { texts, isCut };
}

/** Members of a tool and of JSON Schema whose values are names. */
const HOLDING_NAMES: ReadonlySet<string> = new Set(["const", "enum", "name", "required"]);

/** Keys that say nothing, as nearly every definition has them. */
const KEYWORDS: ReadonlySet<string> = new Set([
  "additionalProperties",
  "annotations",
  "default",
  "description",
  "enum",
  "inputSchema",
  "items",
  "name",
  "properties",
  "required",
  "title",
  "type",
]);
