/** At most this many examples of one pattern, and this long. */
const MOST_EXAMPLES = 16;
const LONGEST_EXAMPLE = 1024;

const ESCAPES: Readonly<Record<string, string>> = {
  d: "0",
  D: "a",
  w: "a",
  W: "-",
  s: " ",
  S: "a",
  n: "\n",
  t: "\t",
  r: "\r",
  f: "\f",
  v: "\v",
};
/** Escapes that match a place and no character. */
const PLACES = "bBAzZ";
const FILLERS = ["a", "0", "A", " ", "-", ".", "/", "_", "~", "é"];

/**
 * Texts that an RE2 pattern matches, one for each of its alternatives as far as they are few; none where the
 * pattern is beyond this reader. Each is confirmed by `matches`.
 */
export function regexExamples(
  pattern: string,
  matches: (text: string) => boolean,
): readonly string[] {
  const reader = new ExampleReader(pattern);
  const candidates = reader.examples();
  const longer = candidates.flatMap((text) => [text, `${text}x`, `x${text}`]);
  return [...new Set(longer)].filter(matches).slice(0, MOST_EXAMPLES);
}

/** A recursive reader of the common part of RE2's syntax, giving example texts instead of a tree. */
class ExampleReader {
  readonly #pattern: string;
  #place = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  examples(): readonly string[] {
    const found = this.#alternatives();
    return this.#place === this.#pattern.length ? found : [];
  }

  #alternatives(): readonly string[] {
    const all = [...this.#sequence()];
    while (this.#take("|")) all.push(...this.#sequence());
    return all.slice(0, MOST_EXAMPLES);
  }

  #sequence(): readonly string[] {
    let texts: readonly string[] = [""];
    while (this.#place < this.#pattern.length && !"|)".includes(this.#peek())) {
      const options = this.#repeated(this.#atom());
      texts = texts
        .flatMap((text) => options.map((option) => `${text}${option}`))
        .filter((text) => text.length <= LONGEST_EXAMPLE)
        .slice(0, MOST_EXAMPLES);
    }
    return texts;
  }

  #atom(): readonly string[] {
    const character = this.#next();
    if (character === "(") return this.#group();
    if (character === "[") return [this.#characterClass()];
    if (character === "\\") return [this.#escape()];
    if (character === "^" || character === "$") return [""];
    return [character === "." ? "a" : character];
  }

  #group(): readonly string[] {
    const head = /^\?(?:[a-zA-Z-]*:|P?<\w+>|[a-zA-Z-]+(?=\)))/.exec(
      this.#pattern.slice(this.#place),
    );
    if (head !== null) this.#place += head[0].length;
    const options = this.#alternatives();
    this.#take(")");
    return options;
  }

  #escape(): string {
    const character = this.#next();
    if (character === "p" || character === "P") {
      const name = /^(?:\{[^}]*\}|.)/.exec(this.#pattern.slice(this.#place));
      this.#place += name?.[0].length ?? 0;
      return "a";
    }
    const code = /^x(?:\{([0-9a-f]{1,6})\}|([0-9a-f]{2}))/i.exec(
      this.#pattern.slice(this.#place - 1),
    );
    if (code !== null) {
      this.#place += code[0].length - 1;
      const point = Number.parseInt(code[1] ?? code[2] ?? "0", 16);
      return point <= 0x10_ff_ff ? String.fromCodePoint(point) : "";
    }
    if (PLACES.includes(character)) return "";
    return ESCAPES[character] ?? character;
  }

  /** The first character of a class; for a negated one, a character that none of its members is. */
  #characterClass(): string {
    const negated = this.#take("^");
    const members: string[] = [];
    const start = this.#place;
    while (this.#place < this.#pattern.length && (this.#peek() !== "]" || this.#place === start)) {
      const named = /^\[:\^?\w+:\]/.exec(this.#pattern.slice(this.#place));
      if (named === null) {
        const character = this.#next();
        members.push(character === "\\" ? this.#escape() : character);
      } else {
        this.#place += named[0].length;
        members.push("a", "0", " ");
      }
    }
    this.#take("]");
    if (!negated) return members[0] ?? "a";
    return FILLERS.find((filler) => !members.includes(filler) && !spans(members, filler)) ?? "a";
  }

  #repeated(options: readonly string[]): readonly string[] {
    const quantifier = /^(?:[*+?]|\{(\d+)(,\d*)?\})\??/.exec(this.#pattern.slice(this.#place));
    if (quantifier === null) return options;
    this.#place += quantifier[0].length;
    const [text, count] = quantifier;
    if (text.startsWith("+")) return options;
    if (count === undefined) return ["", ...options];
    return options
      .filter((option) => option.length * Number(count) <= LONGEST_EXAMPLE)
      .map((option) => option.repeat(Number(count)));
  }

  #peek(): string {
    return this.#pattern[this.#place] ?? "";
  }

  #next(): string {
    const character = String.fromCodePoint(this.#pattern.codePointAt(this.#place) ?? 0);
    this.#place += character.length;
    return character;
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#place += 1;
    return true;
  }
}

/** Whether a range written among the members of a class, as in `a-z`, has a character. */
function spans(members: readonly string[], character: string): boolean {
  return members.some(
    (member, index) =>
      member === "-" &&
      (members[index - 1] ?? character) <= character &&
      character <= (members[index + 1] ?? ""),
  );
}
