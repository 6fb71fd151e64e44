import { JsonError } from "../errors.ts";
import { escapeControls } from "./escape-controls.ts";
import { type Json, JSON_LIMITS, type JsonLimits } from "./json.ts";

/**
 * Reads JSON text (RFC 8259) from an untrusted source, refusing what two readers could read differently:
 * duplicate keys, a key named `__proto__`, numbers that a double cannot hold, lone surrogates,
 * text after the value, and text beyond `limits` (by default 64 levels and 1 MiB).
 *
 * Throws `JsonError` with line and column. The result is deep-frozen.
 */
export function parseJson(text: string, limits: JsonLimits = JSON_LIMITS): Json {
  return new Reader(text, limits).document();
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

class Reader {
  readonly #text: string;
  readonly #limits: JsonLimits;
  #position = 0;

  constructor(text: string, limits: JsonLimits) {
    this.#text = text;
    this.#limits = limits;
    if (text.length > limits.size)
      throw new JsonError(`JSON text is longer than ${limits.size} characters`);
  }

  document(): Json {
    const value = this.#value(1);
    this.#space();
    if (this.#position < this.#text.length) this.#fail("unexpected text after the value");
    return value;
  }

  #value(depth: number): Json {
    this.#space();
    switch (this.#text[this.#position]) {
      case "{":
        return this.#object(depth);
      case "[":
        return this.#array(depth);
      case '"':
        return this.#string();
      case "t":
        return this.#word("true", true);
      case "f":
        return this.#word("false", false);
      case "n":
        return this.#word("null", null);
      default:
        return this.#number();
    }
  }

  #enter(depth: number): void {
    if (depth > this.#limits.depth) this.#fail(`nested deeper than ${this.#limits.depth} levels`);
    this.#position += 1;
  }

  #object(depth: number): Json {
    const members: Record<string, Json> = {};
    this.#enter(depth);
    if (this.#follows("}")) return Object.freeze(members);
    do {
      this.#space();
      if (this.#text[this.#position] !== '"') this.#fail("expected a key in double quotes");
      const keyPosition = this.#position;
      const key = this.#string();
      if (key === "__proto__") this.#fail('the key "__proto__" is refused', keyPosition);
      if (Object.hasOwn(members, key))
        this.#fail(`duplicate key "${escapeControls(key.slice(0, 80))}"`, keyPosition);
      if (!this.#follows(":")) this.#fail('expected ":" after the key');
      members[key] = this.#value(depth + 1);
    } while (this.#follows(","));
    if (!this.#follows("}")) this.#fail('expected "," or "}"');
    return Object.freeze(members);
  }

  #array(depth: number): Json {
    const items: Json[] = [];
    this.#enter(depth);
    if (this.#follows("]")) return Object.freeze(items);
    do items.push(this.#value(depth + 1));
    while (this.#follows(","));
    if (!this.#follows("]")) this.#fail('expected "," or "]"');
    return Object.freeze(items);
  }

  #string(): string {
    const start = this.#position;
    let value = "";
    let from = (this.#position += 1);
    for (;;) {
      const character = this.#text[this.#position];
      if (character === undefined) this.#fail("text is not closed", start);
      if (character < " ") this.#fail("control character in text");
      if (character === '"') break;
      if (character === "\\") {
        value += this.#text.slice(from, this.#position) + this.#escape();
        from = this.#position;
      } else this.#position += 1;
    }
    value += this.#text.slice(from, this.#position);
    this.#position += 1;
    if (!value.isWellFormed()) this.#fail("text has a lone surrogate", start);
    return value;
  }

  #escape(): string {
    const letter = this.#text[this.#position + 1] ?? "";
    if (letter === "u") {
      const digits = this.#text.slice(this.#position + 2, this.#position + 6);
      if (!/^[\da-fA-F]{4}$/.test(digits)) this.#fail("expected four hex digits after \\u");
      this.#position += 6;
      return String.fromCharCode(Number.parseInt(digits, 16));
    }
    const value = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
    if (value === undefined) this.#fail("unknown escape in text");
    this.#position += 2;
    return value;
  }

  #number(): number {
    NUMBER.lastIndex = this.#position;
    const source = NUMBER.exec(this.#text)?.[0];
    if (source === undefined) this.#fail("expected a JSON value");
    const value = Number(source);
    const underflows = value === 0 && /^-?[\d.]*[1-9]/.test(source);
    const unsafe = Number.isInteger(value) && !Number.isSafeInteger(value);
    if (!Number.isFinite(value) || underflows || unsafe)
      this.#fail(`number ${source.slice(0, 40)} cannot be held exactly; send it as text`);
    this.#position += source.length;
    return value === 0 ? 0 : value;
  }

  #word<Value extends Json>(word: string, value: Value): Value {
    if (!this.#text.startsWith(word, this.#position)) this.#fail("expected a JSON value");
    this.#position += word.length;
    return value;
  }

  #follows(character: string): boolean {
    this.#space();
    if (this.#text[this.#position] !== character) return false;
    this.#position += 1;
    return true;
  }

  #space(): void {
    while (" \t\n\r".includes(this.#text[this.#position] ?? "x")) this.#position += 1;
  }

  #fail(message: string, position: number = this.#position): never {
    const before = this.#text.slice(0, position).split("\n");
    throw new JsonError(
      `line ${before.length}, column ${(before.at(-1) ?? "").length + 1}: ${message}`,
    );
  }
}
