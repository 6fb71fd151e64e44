import { segmentsOf } from "./lexical.ts";
import { caseFolded } from "./look-alikes.ts";

/** A path in normal form, taken apart once for all the rules that look at it. */
export class PathForm {
  readonly path: string;
  #segments: readonly string[] | undefined;
  #folded: PathForm | undefined;

  constructor(path: string) {
    this.path = path;
  }

  get segments(): readonly string[] {
    return (this.#segments ??= segmentsOf(this.path));
  }

  /** As a file system sees it that ignores case; itself where that changes nothing. */
  get folded(): PathForm {
    return (this.#folded ??= this.#fold());
  }

  #fold(): PathForm {
    const folded = caseFolded(this.path);
    return folded === this.path ? this : new PathForm(folded);
  }
}
