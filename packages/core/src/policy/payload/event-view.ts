import type { ActionEvent } from "../../action/event.ts";
import type { Json } from "../../encoding/json.ts";
import type { LiteralHits } from "../literals/literal-hits.ts";
import type { LiteralIndex, SearchedTexts } from "../literals/literal-index.ts";
import type { AmountKeys } from "./amount-keys.ts";
import { type AmountReading, readAmounts } from "./amounts.ts";
import { pointedAt } from "./json-pointer.ts";
import type { FileView } from "../path/file-view.ts";
import { readShell, type ShellReading } from "../shell/reading.ts";
import { spell, type Spellings } from "./spellings.ts";

/** Where a policy's `fields` says the typed values of a capability are, as JSON Pointers. */
export interface DeclaredFields {
  readonly amount?: readonly string[];
  readonly currency?: readonly string[];
  readonly text?: readonly string[];
  readonly command?: readonly string[];
  readonly sql?: readonly string[];
  readonly table?: readonly string[];
  readonly path?: readonly string[];
  readonly url?: readonly string[];
}

/** What a policy knows of one capability before it sees an event. */
export interface CapabilityFacts {
  readonly fields: DeclaredFields | undefined;
  /** Whether calls of this capability run shell commands. */
  readonly shell: boolean;
  readonly amountKeys: AmountKeys;
  /** Every environment the policy names, and the standard ones. */
  readonly environments: ReadonlySet<string>;
}

/** A host without files: nothing can be told of where a path leads. */
const NO_FILES: FileView = { workingDirectory: () => undefined, realPath: () => undefined };

/** One event as conditions read it; every derived reading is made at most once. */
export class EventView implements SearchedTexts {
  readonly event: ActionEvent;
  readonly facts: CapabilityFacts;
  readonly files: FileView;
  #texts: readonly string[] | undefined;
  #literalHits: LiteralHits | undefined;
  #amounts: AmountReading | undefined;
  #readings: Map<(view: EventView) => unknown, unknown> | undefined;

  constructor(event: ActionEvent, facts: CapabilityFacts, files: FileView = NO_FILES) {
    this.event = event;
    this.facts = facts;
    this.files = files;
  }

  /** Every text of the payload, or of its declared `text` fields: string leaves, numbers as written, string arrays joined. */
  get texts(): readonly string[] {
    return (this.#texts ??= this.#readTexts());
  }

  /** Whether the policy says where this capability's texts are, and none is there. */
  get lacksDeclaredText(): boolean {
    return this.facts.fields?.text !== undefined && this.texts.length === 0;
  }

  /** `texts`, and each as a careful reader would see it where that differs. */
  get spellings(): readonly string[] {
    return this.once(readSpellings).all;
  }

  /** `lowerSpellings` without ASCII texts as written where they are there folded. */
  get lowerFolded(): readonly string[] {
    return this.once(readLowerFolded);
  }

  /** Whether folding some text would take too long, so that `spellings` lacks what a careful reader would see. */
  get unfoldable(): boolean {
    return this.once(readSpellings).lacking;
  }

  /** `spellings` in lower case, for literals. */
  get lowerSpellings(): readonly string[] {
    return this.once(readLowerSpellings);
  }

  /** Which literals of `index` the texts contain; sections that share an index share the answer. */
  literalHits(index: LiteralIndex): LiteralHits {
    if (this.#literalHits?.index !== index) this.#literalHits = index.hitsIn(this);
    return this.#literalHits;
  }

  get amounts(): AmountReading {
    return (this.#amounts ??= readAmounts(
      this.event.payload,
      this.facts.amountKeys,
      this.facts.fields?.amount,
    ));
  }

  /** How far a text search can be trusted with this call's shell command. */
  get shell(): ShellReading {
    return this.once(readShellOf);
  }

  /** What `read` makes of this view, made at most once; `read` is its own key, so it must not be made anew. */
  once<Reading>(read: (view: EventView) => Reading): Reading {
    const readings = (this.#readings ??= new Map());
    if (!readings.has(read)) readings.set(read, read(this));
    return readings.get(read) as Reading;
  }

  /** What `read` made of this view, if any condition asked for it. */
  made<Reading>(read: (view: EventView) => Reading): Reading | undefined {
    return this.#readings?.get(read) as Reading | undefined;
  }

  #readTexts(): readonly string[] {
    const pointers = this.facts.fields?.text;
    if (pointers === undefined) return collectTexts(this.event.payload, NO_TEXTS);
    let texts = NO_TEXTS;
    for (const value of pointedAt(this.event.payload, pointers)) texts = collectTexts(value, texts);
    return texts;
  }
}

const NO_TEXTS: readonly string[] = [];

/** `texts` with those of a value; most payloads have one, so a list is made only for the first. */
function collectTexts(value: Json, texts: readonly string[]): readonly string[] {
  if (typeof value === "string") return withText(texts, value);
  if (typeof value === "number") return withText(texts, String(value));
  let all = texts;
  if (Array.isArray(value)) {
    const items: readonly Json[] = value;
    for (const item of items) all = collectTexts(item, all);
    if (items.length > 1 && items.every((item) => typeof item === "string"))
      all = withText(all, items.join(" "));
  } else {
    // Of a boolean or null, this goes through nothing.
    const members = value as Readonly<Record<string, Json>>;
    for (const key in members) all = collectTexts(members[key] as Json, all);
  }
  return all;
}

function withText(texts: readonly string[], text: string): readonly string[] {
  if (texts === NO_TEXTS) return [text];
  (texts as string[]).push(text);
  return texts;
}

function readSpellings({ texts }: EventView): Spellings {
  return spell(texts);
}

function readLowerSpellings(view: EventView): readonly string[] {
  return view.spellings.map((text) => text.toLowerCase());
}

function readLowerFolded(view: EventView): readonly string[] {
  const { all, folded } = view.once(readSpellings);
  return folded === all ? view.lowerSpellings : folded.map((text) => text.toLowerCase());
}

function readShellOf({ event, facts }: EventView): ShellReading {
  return readShell(event.payload, facts.fields?.command);
}
