import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import { mayHoldHomes, type PathArea } from "./path-area.ts";
import type { PathGlob } from "./path-glob.ts";
import type { PathLookups } from "./path-lookups.ts";

/** Every path that one of some patterns matches. */
export class GlobArea implements PathArea {
  readonly #globs: readonly PathGlob[];

  constructor(globs: readonly PathGlob[]) {
    this.#globs = globs;
  }

  has(path: string, base: string | undefined, anyCase: boolean): boolean {
    return this.#globs.some((glob) => glob.matches(path, base, anyCase));
  }

  hasReal(path: string, lookups: PathLookups, anyCase: boolean): boolean {
    return this.has(path, lookups.base, anyCase);
  }

  hasHome(segments: readonly string[], anyCase: boolean): Truth {
    const path = `./${segments.join("/")}`;
    let truth: Truth = FALSE;
    for (const glob of this.#globs) {
      if (glob.start === "**/" || glob.start === "~/") {
        if (glob.matches(path.slice(2), undefined, anyCase)) return TRUE;
      } else if (glob.start === "./" || mayHoldHomes(glob.segments[0])) truth = UNCERTAIN;
    }
    return truth;
  }

  mightHave(path: string): boolean {
    if (path.startsWith("..")) return this.#globs.some(({ start }) => start !== "**/");
    if (!path.startsWith("/")) return false;
    return this.#globs.some(
      ({ start, segments }) => start === "./" && segments.every((one) => one === "**"),
    );
  }
}
