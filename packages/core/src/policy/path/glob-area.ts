import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import { mayHoldHomes, type PathArea } from "./path-area.ts";
import { PathForm } from "./path-form.ts";
import type { PathGlob } from "./path-glob.ts";
import type { PathLookups } from "./path-lookups.ts";

/** Where a pattern starts that has nothing to start at. */
const NOWHERE = new PathForm(".");

/** Every path that one of some patterns matches. */
export class GlobArea implements PathArea {
  readonly #globs: readonly PathGlob[];
  #base = NOWHERE;

  constructor(globs: readonly PathGlob[]) {
    this.#globs = globs;
  }

  holds(path: PathForm, base: string | undefined): boolean {
    const start = this.#startAt(base);
    return this.#globs.some((glob) => glob.matches(path, start));
  }

  holdsReal(path: PathForm, lookups: PathLookups): boolean {
    return this.holds(path, lookups.base);
  }

  touches(path: PathForm, lookups: PathLookups | undefined): boolean {
    const start = this.#startAt(lookups?.base);
    return this.#globs.some((glob) => glob.matchesAnyCase(path, start));
  }

  touchesHome(path: PathForm): Truth {
    let truth: Truth = FALSE;
    for (const glob of this.#globs) {
      if (glob.start === "**/" || glob.start === "~/") {
        if (glob.matchesAnyCase(path, NOWHERE)) return TRUE;
      } else if (glob.start === "./" || mayHoldHomes(glob.segments[0])) truth = UNCERTAIN;
    }
    return truth;
  }

  mightTouch({ path, folded }: PathForm): boolean {
    if (path.startsWith("..")) return this.#globs.some(({ start }) => start !== "**/");
    if (!path.startsWith("/")) return false;
    return this.#globs.some(
      (glob) => glob.start === "./" && glob.elsewhere.matchesAnyCase(folded, NOWHERE),
    );
  }

  #startAt(base: string | undefined): PathForm {
    if (base === undefined) return NOWHERE;
    if (this.#base.path !== base) this.#base = new PathForm(base);
    return this.#base;
  }
}
