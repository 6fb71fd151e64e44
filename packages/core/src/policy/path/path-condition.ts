import type { Condition, RuleSide, Samples } from "../conditions/condition.ts";
import { pathSamples } from "../conditions/typed-samples.ts";
import type { CapabilityFacts, EventView } from "../payload/event-view.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import { normalForm } from "./lexical.ts";
import { isMagicLink } from "./magic-links.ts";
import type { PathArea } from "./path-area.ts";
import { PathForm } from "./path-form.ts";
import { type PathLookups, readLookups } from "./path-lookups.ts";
import type { PathValue } from "./path-value.ts";
import { readPaths } from "./read-paths.ts";

/** Whether the paths of a payload are in some area: any of them in any spelling, or all of them for sure. */
export class PathCondition implements Condition {
  readonly key: string;
  readonly #area: PathArea;
  readonly #restricts: boolean;
  readonly #remote: boolean;
  readonly #written: readonly string[];

  constructor(
    key: string,
    area: PathArea,
    side: RuleSide,
    remote: boolean,
    written: readonly string[],
  ) {
    this.#written = written;
    this.key = key;
    this.#area = area;
    this.#restricts = side === "restrict";
    this.#remote = remote;
  }

  samples(facts: CapabilityFacts): readonly Samples[] {
    return pathSamples(facts, this.#written);
  }

  evaluate(view: EventView, absent: Truth): Truth {
    const { paths, hints, doubt } = view.once(readPaths);
    const lookups = this.#remote ? undefined : view.once(readLookups);
    if (this.#restricts && hints.some((hint) => this.#hintsAt(hint, lookups))) return TRUE;
    if (paths.length === 0) return doubt === undefined ? absent : UNCERTAIN;
    let truth: Truth = doubt !== undefined ? UNCERTAIN : this.#restricts ? FALSE : TRUE;
    for (const path of paths) {
      const one = this.#restricts ? this.#reaches(path, lookups) : this.#stays(path, lookups);
      if (this.#restricts ? one > truth : one < truth) truth = one;
      if (truth === (this.#restricts ? TRUE : FALSE)) break;
    }
    return truth;
  }

  doubt(view: EventView): string | undefined {
    const { paths, doubt } = view.once(readPaths);
    if (doubt !== undefined) return doubt;
    if (paths.length === 0) return "no path stands where one is expected";
    for (const path of paths) {
      const words = this.#restricts ? path.spellings.doubt : path.disguise;
      if (words !== undefined) return `the path ${JSON.stringify(path.text.slice(0, 80))} ${words}`;
    }
    return "it cannot be told where a path leads";
  }

  /** Whether a path is surely in the area, as written and as links lead. */
  #stays({ text, disguise }: PathValue, lookups: PathLookups | undefined): Truth {
    if (disguise !== undefined) return text === "" ? FALSE : UNCERTAIN;
    const base = lookups?.base;
    const normal = normalForm(text, base);
    if (!this.#area.holds(new PathForm(normal), base)) return FALSE;
    if (isMagicLink(normal)) return UNCERTAIN;
    if (lookups === undefined) return TRUE;
    for (const real of placesOf(text, normal, lookups)) {
      const inside = real && this.#area.holdsReal(new PathForm(real), lookups);
      if (inside !== true) return inside === false ? FALSE : UNCERTAIN;
    }
    return TRUE;
  }

  /** Whether a path is in the area in any spelling, as written or as links lead. */
  #reaches({ spellings }: PathValue, lookups: PathLookups | undefined): Truth {
    let truth: Truth = spellings.doubt === undefined ? FALSE : UNCERTAIN;
    const seen = new Set<string>();
    for (const text of spellings.texts) {
      const one = Math.max(this.#spelled(text, lookups, seen), this.#fromHome(text)) as Truth;
      if (one === TRUE) return TRUE;
      if (one > truth) truth = one;
    }
    return truth;
  }

  /** By its letters alone: what is perhaps no path is not worth asking the disk. */
  #hintsAt({ spellings }: PathValue, lookups: PathLookups | undefined): boolean {
    return spellings.texts.some((text) => {
      const form = new PathForm(normalForm(text, lookups?.base));
      return this.#area.touches(form, lookups) === true;
    });
  }

  /** `seen` are places that are known to be outside. */
  #spelled(text: string, lookups: PathLookups | undefined, seen: Set<string>): Truth {
    const normal = normalForm(text, lookups?.base);
    const form = new PathForm(normal);
    let truth: Truth = isMagicLink(normal) ? UNCERTAIN : FALSE;
    if (lookups === undefined) {
      if (this.#area.touches(form, undefined) === true) return TRUE;
      return this.#area.mightTouch(form) ? UNCERTAIN : truth;
    }
    for (const place of [normal, ...placesOf(text, normal, lookups)]) {
      if (place === undefined) truth = UNCERTAIN;
      else if (!seen.has(place)) {
        seen.add(place);
        const touched = this.#area.touches(place === normal ? form : new PathForm(place), lookups);
        if (touched === true) return TRUE;
        if (touched === undefined) truth = UNCERTAIN;
      }
    }
    return truth;
  }

  #fromHome(text: string): Truth {
    if (text !== "~" && !text.startsWith("~/")) return FALSE;
    const below = normalForm(`.${text.slice(1)}`);
    if (below.startsWith("..")) return UNCERTAIN;
    return this.#area.touchesHome(new PathForm(`~${below.slice(1)}`));
  }
}

/**
 * Where a path leads as the system walks it, and as a tool would that first resolves its dots by their letters.
 * Nobody can tell where it is relative to a directory that is not known.
 */
function placesOf(
  text: string,
  normal: string,
  lookups: PathLookups,
): readonly (string | undefined)[] {
  if (!normal.startsWith("/")) return [undefined];
  const walked = lookups.walk(text);
  return text.includes("..") ? [walked, lookups.realPath(normal)] : [walked];
}
