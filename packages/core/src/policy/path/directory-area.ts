import { FALSE, type Truth, UNCERTAIN } from "../truth.ts";
import { isInside, normalForm, segmentsOf } from "./lexical.ts";
import { caseFolded } from "./look-alikes.ts";
import { mayHoldHomes, type PathArea } from "./path-area.ts";
import type { PathLookups } from "./path-lookups.ts";

/** Everything inside some directories. */
export class DirectoryArea implements PathArea {
  /** In normal form; relative ones start where the process runs. */
  readonly #directories: readonly string[];

  constructor(directories: readonly string[]) {
    this.#directories = directories.map((directory) => normalForm(directory));
  }

  has(path: string, base: string | undefined, anyCase: boolean): boolean {
    return this.#from(base).some((directory) => inside(path, directory, anyCase));
  }

  hasReal(path: string, lookups: PathLookups, anyCase: boolean): boolean | undefined {
    let known = true;
    for (const directory of this.#from(lookups.base)) {
      const real = directory.startsWith("/") ? lookups.realPath(directory) : undefined;
      if (real === undefined) known = false;
      else if (inside(path, real, anyCase)) return true;
    }
    return known ? false : undefined;
  }

  hasHome(): Truth {
    const near = this.#directories.some(
      (directory) => !directory.startsWith("/") || mayHoldHomes(segmentsOf(directory)[0]),
    );
    return near ? UNCERTAIN : FALSE;
  }

  mightHave(path: string): boolean {
    if (path.startsWith("..")) return true;
    if (!path.startsWith("/")) return false;
    const folded = `${caseFolded(path)}/`;
    return this.#directories.some(
      (directory) =>
        !directory.startsWith("/") && folded.includes(`${caseFolded(directory.slice(1))}/`),
    );
  }

  #from(base: string | undefined): readonly string[] {
    if (base === undefined) return this.#directories;
    return this.#directories.map((directory) => normalForm(directory, base));
  }
}

function inside(path: string, directory: string, anyCase: boolean): boolean {
  return (
    isInside(path, directory) || (anyCase && isInside(caseFolded(path), caseFolded(directory)))
  );
}
