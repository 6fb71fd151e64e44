import { FALSE, type Truth, UNCERTAIN } from "../truth.ts";
import { isInside, normalForm } from "./lexical.ts";
import { mayHoldHomes, type PathArea } from "./path-area.ts";
import { PathForm } from "./path-form.ts";
import type { PathLookups } from "./path-lookups.ts";

/** Everything inside some directories. */
export class DirectoryArea implements PathArea {
  /** In normal form; relative ones start where the process runs. */
  readonly #directories: readonly PathForm[];
  #started: { readonly base: string; readonly directories: readonly PathForm[] } | undefined;

  constructor(directories: readonly string[]) {
    this.#directories = directories.map((directory) => new PathForm(normalForm(directory)));
  }

  holds({ path }: PathForm, base: string | undefined): boolean {
    return this.#from(base).some((directory) => isInside(path, directory.path));
  }

  holdsReal({ path }: PathForm, lookups: PathLookups): boolean | undefined {
    let known = true;
    for (const { path: directory } of this.#from(lookups.base)) {
      const real = realDirectory(directory, lookups);
      if (real === undefined) known = false;
      else if (isInside(path, real)) return true;
    }
    return known ? false : undefined;
  }

  touches(path: PathForm, lookups: PathLookups | undefined): boolean | undefined {
    const directories = this.#from(lookups?.base);
    if (directories.some((directory) => meets(path, directory))) return true;
    if (lookups === undefined) return false;
    let known = true;
    for (const { path: directory } of directories) {
      const real = realDirectory(directory, lookups);
      if (real === undefined) known = false;
      else if (real !== directory && meets(path, new PathForm(real))) return true;
    }
    return known ? false : undefined;
  }

  touchesHome(): Truth {
    const near = this.#directories.some(
      ({ path, segments }) => !path.startsWith("/") || mayHoldHomes(segments[0]),
    );
    return near ? UNCERTAIN : FALSE;
  }

  mightTouch({ path, folded }: PathForm): boolean {
    if (path.startsWith("..")) return true;
    if (!path.startsWith("/")) return false;
    return this.#directories.some(
      (directory) =>
        !directory.path.startsWith("/") &&
        `${folded.path}/`.includes(`${directory.folded.path.slice(1)}/`),
    );
  }

  #from(base: string | undefined): readonly PathForm[] {
    if (base === undefined) return this.#directories;
    if (this.#started?.base !== base) {
      const directories = this.#directories.map(({ path }) => new PathForm(normalForm(path, base)));
      this.#started = { base, directories };
    }
    return this.#started.directories;
  }
}

function meets(path: PathForm, directory: PathForm): boolean {
  return isInside(path.folded.path, directory.folded.path) || isInside(path.path, directory.path);
}

function realDirectory(directory: string, lookups: PathLookups): string | undefined {
  return directory.startsWith("/") ? lookups.realPath(directory) : undefined;
}
