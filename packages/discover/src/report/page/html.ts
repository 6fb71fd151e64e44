import { visiblePieces } from "../visible.ts";

/** A piece of an HTML document; nothing but {@link html} makes it of texts. */
export class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** As it stands in the document. */
  get text(): string {
    return this.#text;
  }
}

/** What can stand in a template. */
type Value = string | number | Html | readonly (string | number | Html)[];

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** HTML in which every text is only text: no markup, no quote that ends an attribute, and nothing that cannot be seen. */
export function html(literals: TemplateStringsArray, ...values: readonly Value[]): Html {
  return new Html(
    literals
      .map((literal, index) => (index === 0 ? "" : written(values[index - 1])) + literal)
      .join(""),
  );
}

/** A text of others: spelled out where it could not be seen, and turned around nowhere but inside of itself. */
export function untrusted(text: string): Html {
  const pieces = visiblePieces(text).map(({ text: piece, isSpelledOut }) =>
    isSpelledOut ? html`<mark>${piece}</mark>` : html`${piece}`,
  );
  return html`<bdi>${pieces}</bdi>`;
}

function written(value: Value = ""): string {
  if (value instanceof Html) return value.text;
  if (typeof value === "object") return value.map((one) => written(one)).join("");
  return escaped(`${value}`);
}

function escaped(text: string): string {
  const shown = visiblePieces(text).map((piece) => piece.text);
  return shown.join("").replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
