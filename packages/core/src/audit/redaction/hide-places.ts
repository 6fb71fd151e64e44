import type { Json, JsonObject } from "../../encoding/json.ts";
import { writePointer } from "../../policy/payload/json-pointer.ts";
import { follow, type PointerNode } from "./pointer-tree.ts";
import type { RecordPart } from "./record-part.ts";
import type { TextSearch } from "./text-search.ts";

/** More places, or longer pointers to them, are not listed one by one: hashing and listing them has a price. */
const MOST_PLACES = 1000;
const MOST_POINTER_CHARACTERS = 64 * 1024;

/** What is to be hidden, and what takes its place. */
export interface Hiding {
  /** Where the pointers begin. */
  readonly root: PointerNode;
  /** Missing where there are no patterns, and then only what pointers lead to is looked at. */
  readonly search: TextSearch | undefined;
  readonly hide: (pointer: string, value: Json, name?: string) => Json;
}

/** A part of a record with what is to be hidden in it replaced, and where that was. */
export interface HiddenPlaces {
  readonly value: Json;
  readonly pointers: readonly string[];
}

/** Hides what is to be hidden in one part of a record; gives the very same value where there is nothing. */
export function hidePlaces(part: RecordPart, value: Json, hiding: Hiding): HiddenPlaces {
  const walk = new Walk(part, hiding);
  const hidden = walk.value(value, follow([hiding.root], part));
  if (!walk.full) return { value: hidden, pointers: walk.pointers };
  const whole = writePointer([part]);
  return { value: hiding.hide(whole, value), pointers: [whole] };
}

class Walk {
  readonly pointers: string[] = [];
  /** Whether there is so much to hide that all of the part is to be hidden at once. */
  full = false;
  readonly #part: RecordPart;
  readonly #hiding: Hiding;
  /** Where the walk is; put into a pointer only where something is hidden. */
  readonly #place: (string | number)[];
  #room = MOST_POINTER_CHARACTERS;

  constructor(part: RecordPart, hiding: Hiding) {
    this.#part = part;
    this.#hiding = hiding;
    this.#place = [part];
  }

  value(value: Json, nodes: readonly PointerNode[]): Json {
    if (this.full) return value;
    if (nodes.some((node) => node.hides)) return this.#hide(value);
    const { search } = this.#hiding;
    if (nodes.length === 0 && search === undefined) return value;
    if (typeof value === "string" || typeof value === "number")
      return search?.(String(value)) === true ? this.#hide(value) : value;
    if (typeof value !== "object" || value === null) return value;
    return Array.isArray(value)
      ? this.#array(value, nodes)
      : this.#object(value as JsonObject, nodes);
  }

  #array(items: readonly Json[], nodes: readonly PointerNode[]): Json {
    let copy: Json[] | undefined;
    for (const [index, item] of items.entries()) {
      this.#place.push(index);
      const next = this.value(item, follow(nodes, index));
      this.#place.pop();
      if (next !== item) (copy ??= [...items])[index] = next;
    }
    return copy === undefined ? items : Object.freeze(copy);
  }

  #object(object: JsonObject, nodes: readonly PointerNode[]): Json {
    let changed: Map<string, readonly [string, Json]> | undefined;
    let number = 0;
    for (const [name, member] of Object.entries(object)) {
      const secret = this.#isSecret(name);
      // The caller may have sent such a name, too.
      if (secret)
        do number += 1;
        while (Object.hasOwn(object, `redacted-${number}`));
      const shown = secret ? `redacted-${number}` : name;
      this.#place.push(shown);
      const next = secret ? this.#hide(member, name) : this.value(member, follow(nodes, name));
      this.#place.pop();
      if (next !== member) (changed ??= new Map()).set(name, [shown, next]);
    }
    if (changed === undefined) return object;
    const entries = Object.entries(object).map((entry) => changed.get(entry[0]) ?? entry);
    // `fromEntries` makes a member of any name, also of `__proto__`.
    return Object.freeze(Object.fromEntries(entries));
  }

  /** The names of context facts are CapFence's own; all others are the caller's. */
  #isSecret(name: string): boolean {
    return !this.full && this.#part !== "context" && this.#hiding.search?.(name) === true;
  }

  #hide(value: Json, name?: string): Json {
    const pointer = writePointer(this.#place.map(String));
    this.#room -= pointer.length;
    if (this.#room < 0 || this.pointers.length === MOST_PLACES) {
      this.full = true;
      return value;
    }
    this.pointers.push(pointer);
    return this.#hiding.hide(pointer, value, name);
  }
}
