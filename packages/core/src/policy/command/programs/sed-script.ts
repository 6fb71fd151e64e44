/** What a sed script does beside editing what it prints. */
export interface SedScript {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

const DELIMITER = /^[/|,#@!:;_%+~"'=&-]$/;
/** Brackets in a pattern that every version of sed ends at the same place. */
const BRACKETS = /\[(?:\^(?!\])|(?![\^\]]))(?:[^\][\\\n]|\\[^\]\n]|\[:[a-z]+:\])+\]/y;

/** Reads a script of sed's command language; undefined where it runs a program or is not understood. */
export function readSedScript(script: string): SedScript | undefined {
  const reader = new Reader(script);
  return reader.read() ? reader : undefined;
}

class Reader implements SedScript {
  readonly reads: string[] = [];
  readonly writes: string[] = [];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): boolean {
    while (this.#skip(/[\s;}]*/y) && this.#at < this.#text.length)
      if (!this.#addresses() || !this.#command()) return false;
    return true;
  }

  /** Moves over what matches here; sticky patterns only. */
  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found === null) return false;
    this.#at += found[0].length;
    return true;
  }

  #addresses(): boolean {
    do {
      this.#skip(/\s*/y);
      const character = this.#text[this.#at];
      if (character === "/" || character === "\\") {
        this.#at += character === "\\" ? 2 : 1;
        if (!this.#delimited(this.#text[this.#at - 1])) return false;
        this.#skip(/[IM]*/y);
      } else this.#skip(/[+~]?\d+(?:~\d+)?|\$/y);
      this.#skip(/\s*/y);
    } while (this.#skip(/,/y));
    return this.#skip(/[!\s]*/y);
  }

  /** Moves behind the next unescaped delimiter. */
  #delimited(delimiter: string | undefined, pattern = true): boolean {
    if (delimiter === undefined || !DELIMITER.test(delimiter)) return false;
    while (this.#at < this.#text.length) {
      const character = this.#text[this.#at];
      if (character === "[" && pattern) {
        const start = this.#at;
        // Whether a delimiter in brackets ends the pattern depends on the version: then nothing is sure.
        if (!this.#skip(BRACKETS) || this.#text.slice(start, this.#at).includes(delimiter))
          return false;
        continue;
      }
      this.#at += character === "\\" ? 2 : 1;
      if (character === delimiter) return true;
      if (character === "\n") return false;
    }
    return false;
  }

  #command(): boolean {
    const name = this.#text[this.#at] ?? "";
    this.#at += 1;
    if (name === "{") return true;
    if (name === "s") return this.#twoParts() && this.#skip(/[gpiImM\d]*/y) && this.#ends();
    if (name === "y") return this.#twoParts() && this.#ends();
    if ("=dDgGhHnNpPxzF".includes(name) && name !== "") return this.#ends();
    if ("lLqQ".includes(name) && name !== "") return this.#skip(/\s*\d*/y) && this.#ends();
    if ("btT:".includes(name) && name !== "") return this.#skip(/[ \t]*[\w.-]*/y) && this.#ends();
    if ("aic".includes(name) && name !== "") return this.#skip(/(?:\\\n|[^\n])*/y);
    if (name === "#") return this.#skip(/[^\n]*/y);
    if ("rRwW".includes(name) && name !== "") {
      const start = this.#at;
      this.#skip(/[^\n]*/y);
      (name.toLowerCase() === "r" ? this.reads : this.writes).push(
        this.#text.slice(start, this.#at).trim(),
      );
      return true;
    }
    return false;
  }

  #twoParts(): boolean {
    const delimiter = this.#text[this.#at];
    this.#at += 1;
    return this.#delimited(delimiter) && this.#delimited(delimiter, false);
  }

  #ends(): boolean {
    return this.#skip(/[ \t]*(?=[;}\n#]|$)/y);
  }
}
