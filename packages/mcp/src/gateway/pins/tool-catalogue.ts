import type { JsonObject } from "@capfence/core";
import { foldedName } from "./tool-name.ts";
import {
  type ListedTool,
  MOST,
  readToolPage,
  type ToolEntry,
  ToolListFault,
  type ToolPage,
} from "./tool-page.ts";

/** A tool that is hidden and denied whatever the policy says, and why. */
export interface ToolFault {
  readonly name: string;
  readonly reason: string;
}

interface Judged {
  readonly usable: ReadonlyMap<string, ListedTool>;
  readonly faults: readonly ToolFault[];
}

/** The tools of one conversation with a server, as it has last listed them. */
export class ToolCatalogue {
  /** The pages of the newest list, by what asked for them. */
  readonly #pages = new Map<string | undefined, ToolPage>();
  /** What was said last of each tool; what the newest list leaves out goes once that list is complete. */
  #said = new Map<string, ToolEntry>();
  #complete = false;
  /** Which of them can be used; found out when somebody asks, as a list may have many pages. */
  #judged: Judged | undefined;

  /**
   * Learns from a page: the result of a `tools/list` that asked with a cursor, or without one for a new list, and its
   * own text. Gives what asks for the next page, if there is one. Throws `ToolListFault` for one that cannot be read
   * or has no end; then no tool is known any more.
   */
  learn(cursor: string | undefined, result: JsonObject, text?: string): string | undefined {
    try {
      const page = readToolPage(result, text);
      this.#add(cursor, page);
      return page.next;
    } catch (error) {
      this.#forget();
      throw error;
    }
  }

  /** A tool as it was last listed; undefined for one that was not listed, or that cannot be used. */
  definitionOf(name: string): ListedTool | undefined {
    return this.#judgement.usable.get(name);
  }

  /** The tools that can be used, in the order in which they were listed. */
  get tools(): Iterable<ListedTool> {
    return this.#judgement.usable.values();
  }

  /** The tools that cannot be used. */
  get faults(): readonly ToolFault[] {
    return this.#judgement.faults;
  }

  /** Whether the newest list is known to its end. */
  get isComplete(): boolean {
    return this.#complete;
  }

  #add(cursor: string | undefined, page: ToolPage): void {
    if (cursor === undefined) this.#pages.clear();
    const list = this.#list();
    const isNext = cursor === undefined || this.#pages.has(cursor) || cursor === list.next;
    if (isNext) this.#pages.set(cursor, page);
    for (const entry of page.entries) this.#said.set(entry.name, entry);
    for (const name of repeated(page.entries))
      this.#said.set(name, { name, fault: "it is listed twice" });
    if (this.#said.size > MOST.tools)
      throw new ToolListFault(`the server lists more than ${MOST.tools} tools`);
    this.#judged = undefined;
    // A page that belongs to no list known here is one more thing that was said.
    if (!isNext) return;
    const { entries, next } = this.#list();
    this.#complete = next === undefined;
    if (!this.#complete) return;
    const listed = new Set(entries.map(({ name }) => name));
    this.#said = new Map([...this.#said].filter(([name]) => listed.has(name)));
  }

  /** The newest list as far as it is known: its tools, and what asks for more. */
  #list(): { readonly entries: readonly ToolEntry[]; readonly next: string | undefined } {
    const seen = new Set<string | undefined>();
    const entries: ToolEntry[] = [];
    let characters = 0;
    let next: string | undefined;
    for (let page = this.#pages.get(undefined); page !== undefined;) {
      seen.add(next);
      entries.push(...page.entries);
      characters += page.size;
      ({ next } = page);
      if (next !== undefined && seen.has(next))
        throw new ToolListFault("the list of tools leads back to an earlier page");
      if (seen.size > MOST.pages || entries.length > MOST.tools || characters > MOST.characters)
        throw new ToolListFault(
          `the list of tools has more than ${MOST.pages} pages, ${MOST.tools} tools or ${MOST.characters} characters`,
        );
      page = next === undefined ? undefined : this.#pages.get(next);
    }
    return { entries, next };
  }

  get #judgement(): Judged {
    this.#judged ??= judge(this.#said, new Set(repeated(this.#list().entries)));
    return this.#judged;
  }

  #forget(): void {
    this.#pages.clear();
    this.#said.clear();
    this.#complete = false;
    this.#judged = undefined;
  }
}

function repeated(entries: readonly ToolEntry[]): readonly string[] {
  const seen = new Set<string>();
  return entries.map(({ name }) => name).filter((name) => seen.size === seen.add(name).size);
}

function judge(said: ReadonlyMap<string, ToolEntry>, twice: ReadonlySet<string>): Judged {
  const alike = Map.groupBy(said.keys(), foldedName);
  const usable = new Map<string, ListedTool>();
  const faults: ToolFault[] = [];
  for (const [name, entry] of said) {
    const other = alike.get(foldedName(name))?.find((one) => one !== name);
    if ("fault" in entry) faults.push({ name, reason: entry.fault });
    else if (twice.has(name)) faults.push({ name, reason: "it is listed twice" });
    else if (other !== undefined)
      faults.push({ name, reason: `its name can be taken for that of ${JSON.stringify(other)}` });
    else usable.set(name, entry);
  }
  return { usable, faults };
}
