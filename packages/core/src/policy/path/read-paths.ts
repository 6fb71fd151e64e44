import { isJsonObject, type Json, type JsonObject } from "../../encoding/json.ts";
import type { EventView } from "../payload/event-view.ts";
import { pointedAt } from "../payload/json-pointer.ts";
import { meaningOfPathKey, type PathKeyMeaning } from "./path-keys.ts";
import { looksLikePath, mayBePath, mayHidePath } from "./path-likeness.ts";
import { PathValue } from "./path-value.ts";

/** The paths of a payload. */
export interface PathReading {
  readonly paths: readonly PathValue[];
  /** What may be a path besides. A rule that restricts looks at it too; nothing is uncertain because of it. */
  readonly hints: readonly PathValue[];
  /** Why there may be others, in words that follow "because". */
  readonly doubt: string | undefined;
}

/** More paths than this, or more text, are not judged. */
const MOST_PATHS = 128;
const MOST_TEXT = 16_384;
const MOST_MEMBERS = 10_000;
const TOO_MUCH = `there are more than ${MOST_PATHS} paths, ${MOST_TEXT} characters of paths or ${MOST_MEMBERS} arguments`;

/** The paths at the declared pointers, else under every key that names one, and every value that looks like one. */
export function readPaths(view: EventView): PathReading {
  const { payload } = view.event;
  const pointers = view.facts.fields?.path;
  const reader = new PathReader();
  if (pointers === undefined) reader.members(payload);
  else for (const value of pointedAt(payload, pointers)) reader.visit(value, "path");
  return reader.finish();
}

class PathReader {
  readonly #texts = new Set<string>();
  readonly #bases = new Set<string>();
  /** Texts under keys of content; they count where nothing else is a path. */
  readonly #contents = new Set<string>();
  readonly #hints = new Set<string>();
  #hintSize = 0;
  #size = 0;
  #members = 0;
  #doubt: string | undefined;
  #full = false;

  visit(value: Json, meaning: PathKeyMeaning): void {
    if (this.#full) return;
    if (typeof value === "string") this.#text(value, meaning);
    else if (Array.isArray(value))
      for (const item of value as readonly Json[]) this.visit(item, meaning);
    else if (isJsonObject(value)) this.#object(value, meaning);
    else if (meaning === "path" || meaning === "paths" || meaning === "base")
      this.#doubt ??= "a value that is no text stands where a path belongs";
  }

  members(object: JsonObject): void {
    for (const key in object) {
      if (this.#full) return;
      this.#members += 1;
      if (this.#members > MOST_MEMBERS) this.#full = true;
      else this.visit(object[key] as Json, meaningOfPathKey(key));
    }
  }

  finish(): PathReading {
    if (this.#texts.size === 0) for (const text of this.#contents) this.#add(text);
    const relative = [...this.#texts].filter(isRelative);
    const relativeHints = [...this.#hints].filter(isRelative);
    for (const base of this.#bases) {
      for (const text of relative) if (text !== base) this.#add(`${base}/${text}`);
      for (const text of relativeHints) this.#hint(`${base}/${text}`);
    }
    if (this.#full) return { paths: [], hints: [], doubt: TOO_MUCH };
    return { paths: valuesOf(this.#texts), hints: valuesOf(this.#hints), doubt: this.#doubt };
  }

  #text(text: string, meaning: PathKeyMeaning): void {
    if (meaning === "content") {
      // One more than is judged, so that it shows where there are too many.
      if (looksLikePath(text) && this.#contents.size <= MOST_PATHS) this.#contents.add(text);
    } else if (isPath(text, meaning)) {
      if (meaning === "base" && text !== "") this.#bases.add(text);
      this.#add(text);
    } else if (mayBePath(text)) this.#hint(text);
  }

  #object(object: JsonObject, meaning: PathKeyMeaning): void {
    const before = this.#texts.size;
    this.members(object);
    const names = meaning === "path" || meaning === "base";
    if (names || (meaning === "paths" && this.#texts.size === before))
      this.#doubt ??= "an object stands where a path belongs";
  }

  #hint(text: string): void {
    if (this.#full || this.#hints.has(text)) return;
    this.#hintSize += text.length;
    if (this.#hintSize > MOST_TEXT / 2) this.#full = true;
    else this.#hints.add(text);
  }

  #add(text: string): void {
    if (this.#full || this.#texts.has(text)) return;
    this.#size += text.length;
    if (this.#texts.size >= MOST_PATHS || this.#size > MOST_TEXT) this.#full = true;
    else this.#texts.add(text);
  }
}

function isPath(text: string, meaning: PathKeyMeaning): boolean {
  if (meaning === "other") return looksLikePath(text);
  // `source` may also hold the source of a program.
  return meaning !== "likely" || !/[\r\n]/.test(text.trim()) || mayHidePath(text);
}

function isRelative(text: string): boolean {
  return !/^[/~\\]|^\w+:/.test(text);
}

function valuesOf(texts: ReadonlySet<string>): readonly PathValue[] {
  return [...texts].map((text) => new PathValue(text));
}
