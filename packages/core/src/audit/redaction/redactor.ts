import type { Json } from "../../encoding/json.ts";
import { ConfigurationError } from "../../errors.ts";
import { echoes } from "./echo.ts";
import { type HiddenPlaces, type Hiding, hidePlaces } from "./hide-places.ts";
import { markerFor } from "./marker.ts";
import { type PointerNode, readRedactionPointers } from "./pointer-tree.ts";
import { RECORD_PARTS, type RecordParts, type RedactedParts } from "./record-part.ts";
import type { RedactionKey } from "./redaction-key.ts";
import { readRedactionPatterns, type TextSearch } from "./text-search.ts";

/** What a {@link Redactor} hides, and the key of its salts. */
export interface RedactorOptions {
  /** JSON Pointers into a record, such as `/payload/card/number`; a segment `*` is any member or element. */
  readonly pointers?: readonly string[];
  /** RE2 patterns; a text, number or name in which one matches is hidden whole, a name with its value. */
  readonly patterns?: readonly string[];
  readonly key: RedactionKey;
}

/** What is to be recorded, and where something is hidden in it. */
export interface Redaction<Parts extends RecordParts> {
  readonly parts: RedactedParts<Parts>;
  /** JSON Pointers into the record, for its `redacted`; empty where nothing is hidden. */
  readonly redacted: readonly string[];
}

const NOTHING: readonly string[] = Object.freeze([]);

/** Hides what must not be stored before it is, and leaves salted digests with which it can still be proved. */
export class Redactor {
  readonly #root: PointerNode;
  readonly #search: (() => TextSearch) | undefined;
  readonly #key: RedactionKey;

  /** Throws `ConfigurationError` for a pointer or pattern that cannot work. */
  constructor({ pointers = [], patterns = [], key }: RedactorOptions) {
    if (pointers.length + patterns.length === 0)
      throw new ConfigurationError(
        "there is nothing to redact; name pointers or patterns, or leave redaction out",
      );
    this.#root = readRedactionPointers(pointers);
    this.#search = patterns.length === 0 ? undefined : readRedactionPatterns(patterns);
    this.#key = key;
  }

  /**
   * Redacts parts of the record with this id, which no other record with these parts may have.
   *
   * A text that repeats what is hidden in `call`, as errors do, is hidden as well.
   */
  redact<Parts extends RecordParts>(
    id: string,
    parts: Parts,
    call: RecordParts = {},
  ): Redaction<Parts> {
    const hide = (pointer: string, value: Json, name?: string): Json =>
      markerFor({ pointer, salt: this.#key.salt(id, pointer), name, value });
    const hiding = this.#hiding(hide);
    const changed: Record<string, Json> = {};
    const redacted: string[] = [];
    for (const part of RECORD_PARTS) {
      const value: Json | undefined = parts[part];
      if (value === undefined) continue;
      let { value: shown, pointers }: HiddenPlaces = hidePlaces(part, value, hiding);
      const repeats =
        part === "resolved"
          ? // Its paths come from the payload in ways that leave no trace of where they stood.
            changed["payload"] !== undefined
          : typeof shown === "string" && this.#repeats(shown, call);
      if (repeats) [shown, pointers] = [hide(`/${part}`, value), [`/${part}`]];
      if (shown !== value) changed[part] = shown;
      redacted.push(...pointers);
    }
    if (redacted.length === 0) return { parts, redacted: NOTHING };
    return {
      parts: Object.freeze({ ...parts, ...changed }) as RedactedParts<Parts>,
      redacted: Object.freeze(redacted),
    };
  }

  /** What to record and to look up in place of the digest an approval is bound to: that one could be guessed from. */
  blind(digest: string): string {
    return this.#key.blind(digest);
  }

  #hiding(hide: Hiding["hide"]): Hiding {
    return { root: this.#root, search: this.#search?.(), hide };
  }

  #repeats(text: string, call: RecordParts): boolean {
    const hidden: Json[] = [];
    const hiding = this.#hiding((_pointer, value, name) => {
      hidden.push(value, ...(name === undefined ? [] : [name]));
      return null;
    });
    for (const part of RECORD_PARTS) {
      const value = call[part];
      if (value !== undefined) hidePlaces(part, value, hiding);
    }
    return echoes(text, hidden);
  }
}
