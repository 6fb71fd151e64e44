import {
  EVENT_ID,
  type Event,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  YAMLException,
} from "js-yaml";
import type { Json } from "../../encoding/json.ts";
import { Lines } from "./lines.ts";
import { isExactNumber, readPlainScalar } from "./plain-scalar.ts";
import type { SourceEntry, SourceNode } from "./source.ts";

/** Where something in a file stands. */
export type Place = Pick<SourceNode, "key" | "line" | "column">;

const NODE_LIMIT = 500_000;
const DEPTH_LIMIT = 64;
const TEXT_TAGS: ReadonlySet<string> = new Set(["!!str", "!"]);
const DUPLICATE_KEY = "duplicate key; the second would silently replace the first";
const START: Place = { key: "", line: 1, column: 1 };
const NO_ITEMS: readonly SourceNode[] = [];
const NO_ENTRIES: readonly SourceEntry[] = [];

type ScalarEvent = Extract<Event, { readonly fast: boolean }>;

/** Reads YAML 1.2, of which JSON is a part, into nodes that know where they stand; one use for one text. */
export class YamlReader {
  readonly #text: string;
  readonly #report: (place: Place, message: string) => undefined;
  readonly #empty: string;
  readonly #lines: Lines;
  #events: readonly Event[] = [];
  #next = 0;
  #nodes = 0;
  /** Where the last thing that has a place began, for what has none, such as an empty value. */
  #offset = 0;
  /** Where the node with each anchor begins; a later one takes the place of an earlier. */
  readonly #anchors = new Map<string, number>();
  readonly #open = new Set<string>();

  /** `empty` says how to mend a file without content. */
  constructor(text: string, report: (place: Place, message: string) => undefined, empty: string) {
    this.#text = text;
    this.#empty = empty;
    this.#report = report;
    this.#lines = new Lines(text);
  }

  /** The document's node; undefined where there is none or it is not well formed, which is then reported. */
  read(): SourceNode | undefined {
    try {
      this.#events = parseEvents(this.#text, { maxDepth: DEPTH_LIMIT });
      return this.#document();
    } catch (error) {
      if (error instanceof LimitError) return this.#report(error.place, error.message);
      if (!(error instanceof YAMLException)) throw error;
      const { line = 0, column = 0 } = error.mark ?? {};
      return this.#report({ key: "", line: line + 1, column: column + 1 }, describeFault(error));
    }
  }

  #document(): SourceNode | undefined {
    const [document, first] = this.#events;
    if (document?.type !== EVENT_ID.DOCUMENT || first === undefined || isEmpty(first)) {
      return this.#report(START, `the file is empty; ${this.#empty}`);
    }
    const second = this.#events.findIndex(
      (event, index) => index > 0 && event.type === EVENT_ID.DOCUMENT,
    );
    if (second > 0)
      return this.#report(
        this.#place(this.#events[second + 1], ""),
        "a file is one document; remove what follows the second ---",
      );
    for (const directive of document.directives)
      if (directive.kind === "yaml" && directive.version !== "1.2")
        return this.#report(
          START,
          `YAML ${directive.version} reads "yes" and "no" as booleans; remove the %YAML line`,
        );
    this.#next = 1;
    return this.#node("", 0);
  }

  /** Reads the node at the cursor. */
  #node(key: string, depth: number): SourceNode | undefined {
    const index = this.#next;
    const event = this.#events[index] as Event;
    this.#next += 1;
    if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP) return undefined;
    const place = this.#place(event, key);
    this.#nodes += 1;
    if (this.#nodes > NODE_LIMIT || depth > DEPTH_LIMIT) throw new LimitError(place);
    if (event.type === EVENT_ID.ALIAS) return this.#alias(event, place, depth);
    const tag = event.tagStart < 0 ? undefined : this.#text.slice(event.tagStart, event.tagEnd);
    if (tag !== undefined && !(event.type === EVENT_ID.SCALAR && TEXT_TAGS.has(tag)))
      this.#report(place, `the tag ${tag} is not read; remove it`);
    const anchor =
      event.anchorStart < 0 ? undefined : this.#text.slice(event.anchorStart, event.anchorEnd);
    if (anchor !== undefined) this.#anchors.set(anchor, index);
    if (event.type === EVENT_ID.SCALAR) return this.#scalar(event, place, tag !== undefined);
    if (anchor !== undefined) this.#open.add(anchor);
    const node =
      event.type === EVENT_ID.SEQUENCE ? this.#list(place, depth) : this.#map(place, depth);
    if (anchor !== undefined) this.#open.delete(anchor);
    return node;
  }

  /** An alias stands for the nearest node before it with that anchor, read once more for its own place. */
  #alias(
    event: Extract<Event, { readonly type: typeof EVENT_ID.ALIAS }>,
    place: Place,
    depth: number,
  ): SourceNode | undefined {
    const name = this.#text.slice(event.anchorStart, event.anchorEnd);
    const target = this.#anchors.get(name);
    if (target === undefined) return this.#report(place, `unknown alias "*${name}"`);
    if (this.#open.has(name)) throw new LimitError(place);
    const next = this.#next;
    this.#next = target;
    const node = this.#node(place.key, depth + 1);
    this.#next = next;
    return node === undefined ? undefined : { ...node, ...place };
  }

  #list(place: Place, depth: number): SourceNode {
    const items: SourceNode[] = [];
    for (let index = 0; this.#events[this.#next]?.type !== EVENT_ID.POP; index += 1) {
      const item = this.#node(`${place.key}[${index}]`, depth + 1);
      if (item !== undefined) items.push(item);
    }
    this.#next += 1;
    const value = items.map((item) => item.value);
    const { key, line, column } = place;
    return { key, line, column, text: "", value, items, entries: NO_ENTRIES };
  }

  #map(place: Place, depth: number): SourceNode {
    const entries: SourceEntry[] = [];
    const value: Record<string, Json> = {};
    while (this.#events[this.#next]?.type !== EVENT_ID.POP) {
      const event = this.#events[this.#next] as Event;
      const { line, column } = this.#place(event, "");
      const name = this.#keyName(event);
      const key = place.key === "" ? name : `${place.key}.${name}`;
      if (Object.hasOwn(value, name)) this.#report({ key, line, column }, DUPLICATE_KEY);
      const node = this.#node(key, depth + 1);
      setOwn(value, name, node?.value ?? null);
      if (node !== undefined) entries.push({ name, line, column, node });
    }
    this.#next += 1;
    const { key, line, column } = place;
    return { key, line, column, text: "", value, items: NO_ITEMS, entries };
  }

  /** The text of the key at the cursor, which is then behind it. */
  #keyName(event: Event): string {
    if (event.type === EVENT_ID.SCALAR && event.tagStart < 0 && event.anchorStart < 0) {
      this.#next += 1;
      // Behind the key and its colon, where the value is missing if it is.
      this.#offset = event.valueEnd + 1;
      return getScalarValue(this.#text, event);
    }
    const place = this.#place(event, "");
    const key = this.#node("", 0);
    if (key === undefined || key.items.length > 0 || key.entries.length > 0)
      this.#report(place, "a key must be a text");
    return key?.text ?? "";
  }

  #scalar(event: ScalarEvent, place: Place, isText: boolean): SourceNode | undefined {
    const text = getScalarValue(this.#text, event);
    const value = isText || event.style !== SCALAR_STYLE.PLAIN ? text : readPlainScalar(text);
    if (value === undefined || (typeof value === "string" && !value.isWellFormed()))
      return this.#report(place, `${JSON.stringify(text)} is not a value a policy can hold`);
    if (typeof value === "number" && !isExactNumber(value, text))
      return this.#report(
        place,
        `${text} cannot be held exactly as a number; put it in quotes: "${text}"`,
      );
    const { key, line, column } = place;
    return { key, line, column, text, value, items: NO_ITEMS, entries: NO_ENTRIES };
  }

  #place(event: Event | undefined, key: string): Place {
    const offset = startOf(event, this.#offset);
    this.#offset = offset;
    const { line, column } = this.#lines.at(offset);
    return { key, line, column };
  }
}

/** A document that is too large to be read; thrown, because nothing after it is read either. */
class LimitError extends Error {
  readonly place: Place;

  constructor(place: Place) {
    super("too large or too deep once aliases are expanded");
    this.place = place;
  }
}

/** Where a node begins in the text: a quoted text at its quote, an alias at its star. */
function startOf(event: Event | undefined, otherwise: number): number {
  if (event?.type === EVENT_ID.SCALAR) {
    const quoted =
      event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
    return event.valueStart < 0 ? otherwise : event.valueStart - Number(quoted);
  }
  if (event?.type === EVENT_ID.ALIAS) return event.anchorStart - 1;
  return event !== undefined && "start" in event ? event.start : otherwise;
}

/** Sets a member, also one that an object would otherwise take for its prototype. */
function setOwn(object: Record<string, Json>, name: string, value: Json): void {
  if (name === "__proto__")
    Object.defineProperty(object, name, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  else object[name] = value;
}

/** Whether a document begins with nothing, not even an empty text. */
function isEmpty(event: Event): boolean {
  return event.type === EVENT_ID.POP || (event.type === EVENT_ID.SCALAR && event.valueStart < 0);
}

/** The parser's fault in our words where they say more than the parser's. */
function describeFault({ reason }: YAMLException): string {
  if (reason.startsWith("tab characters")) return "tabs cannot indent YAML; use spaces";
  if (reason.startsWith("deficient indentation"))
    return "a quote or bracket before this is not closed, or this is not indented enough with spaces";
  return reason.includes("maxDepth") ? "nested too deeply" : reason;
}
