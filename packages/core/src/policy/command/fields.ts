import type { Word } from "./run.ts";

/** A word as it is put together. */
export interface Field {
  readonly text: Word;
  /** What is known of an unknown word: text with `*`, which every word it becomes matches; see {@link ANY_TEXT}. */
  readonly shape: string | undefined;
  /** Whether it surely becomes exactly one word. */
  readonly one: boolean;
}

/** A stretch of a word, after expansion. */
export type Piece =
  /** Text as it stands. */
  | { readonly kind: "text"; readonly text: string }
  /** Text that an unquoted expansion gives: split at white space, then globbed. */
  | { readonly kind: "split"; readonly text: string }
  /** A glob as it stands. */
  | { readonly kind: "glob"; readonly text: string }
  /** A number, or something else unknown that stays in this word. */
  | { readonly kind: "number" | "unknown" }
  /** Something unknown that may become several words, or none. */
  | { readonly kind: "many" };

/** In a shape: any text, also with `/` and `..`; a `*` alone stands in one segment of a path. Nobody writes such a glob. */
export const ANY_TEXT = "***";

/** Any words, or none. */
export const ANY_WORDS: Field = { text: undefined, shape: undefined, one: false };

const GLOB = /[*?[\\]/;

/** A word whose text is known. */
export function known(text: string): Field {
  return { text, shape: undefined, one: true };
}

/** The words that the pieces of one word become. */
export function fieldsOf(pieces: readonly Piece[]): readonly Field[] {
  if (pieces.some(({ kind }) => kind === "many")) return [ANY_WORDS];
  const words = new Assembly();
  for (const piece of pieces)
    if (piece.kind === "text") words.add(piece.text, piece.text);
    else if (piece.kind === "glob") words.glob(piece.text);
    else if (piece.kind === "split") words.split(piece.text);
    else words.unknown(piece.kind === "number" ? "*" : ANY_TEXT);
  return words.fields();
}

/** Puts words together from left to right. */
class Assembly {
  readonly #done: Field[] = [];
  #text: string | undefined;
  #shape = "";
  #known = true;
  #glob = false;

  add(text: string, shape: string): void {
    this.#text = (this.#text ?? "") + text;
    this.#shape += shape;
  }

  glob(text: string): void {
    this.add(text, "*");
    this.#glob = true;
  }

  unknown(shape: string): void {
    this.add("", shape);
    this.#known = false;
  }

  split(text: string): void {
    for (const [index, part] of text.split(/[ \t\n]+/).entries()) {
      if (index > 0) this.#end();
      if (part === "") continue;
      if (GLOB.test(part)) this.glob(part);
      else this.add(part, part);
    }
  }

  fields(): readonly Field[] {
    this.#end();
    return this.#done;
  }

  #end(): void {
    if (this.#text !== undefined) this.#done.push(this.#field(this.#text));
    this.#text = undefined;
    this.#shape = "";
    this.#known = true;
    this.#glob = false;
  }

  #field(text: string): Field {
    if (!this.#known) return { text: undefined, shape: this.#shape, one: !this.#glob };
    if (!this.#glob) return known(text);
    // What begins with plain text is no option, and as a path a glob says enough as it stands.
    if (/^[\w./~]/.test(text)) return { text, shape: undefined, one: false };
    return { text: undefined, shape: this.#shape, one: false };
  }
}
