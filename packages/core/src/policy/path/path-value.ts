import { disguiseOf } from "./disguise.ts";
import { type Spellings, spellingsOf } from "./spellings.ts";

/** One path of a payload; what is found out about it is found out once. */
export class PathValue {
  readonly text: string;
  #disguise: { readonly words: string | undefined } | undefined;
  #spellings: Spellings | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** Why no rule may let it through as it stands. */
  get disguise(): string | undefined {
    return (this.#disguise ??= { words: disguiseOf(this.text) }).words;
  }

  /** Every reading that some host or tool may take of it. */
  get spellings(): Spellings {
    return (this.#spellings ??= spellingsOf(this.text));
  }
}
