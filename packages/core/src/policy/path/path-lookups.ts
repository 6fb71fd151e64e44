import type { EventView } from "../payload/event-view.ts";
import type { FileView } from "./file-view.ts";
import { joined, parentOf } from "./lexical.ts";

/** More than this is not asked of the disk for one decision. */
const MOST_LOOKUPS = 256;
const WORKING_DIRECTORY = ".";

/** What one decision asks of the disk: each thing once, so that all its rules see the same. */
export class PathLookups {
  readonly #files: FileView;
  /** By path; empty for what could not be told. */
  readonly #known = new Map<string, string>();

  constructor(files: FileView) {
    this.#files = files;
  }

  /** Where relative paths start. */
  get base(): string | undefined {
    return this.#lookUp(WORKING_DIRECTORY, () => this.#files.workingDirectory());
  }

  /** Where an absolute path in normal form leads. */
  realPath(path: string): string | undefined {
    return this.#lookUp(path, () => this.#files.realPath(path));
  }

  /** Where a path leads as the system walks it: `..` after a link leaves the link's target, not the link's folder. */
  walk(text: string): string | undefined {
    const { base } = this;
    if (!text.startsWith("/") && base === undefined) return undefined;
    const whole = text.startsWith("/") ? text : `${base}/${text}`;
    let real: string | undefined = "/";
    let pending: string[] = [];
    for (const segment of whole.split("/")) {
      if (segment === "" || segment === ".") continue;
      if (segment !== "..") {
        pending.push(segment);
        continue;
      }
      if (pending.length > 0) real = this.realPath(joined(real, pending));
      if (real === undefined) return undefined;
      real = parentOf(real);
      pending = [];
    }
    return this.realPath(joined(real, pending));
  }

  /** Everything that was looked up, for the record; undefined where nothing was. */
  get resolved(): Readonly<Record<string, string>> | undefined {
    return this.#known.size === 0 ? undefined : Object.freeze(Object.fromEntries(this.#known));
  }

  #lookUp(path: string, look: () => string | undefined): string | undefined {
    const known = this.#known.get(path);
    if (known !== undefined) return known || undefined;
    if (this.#known.size >= MOST_LOOKUPS || !path.isWellFormed()) return undefined;
    const found = look();
    const usable = found?.startsWith("/") && found.isWellFormed() ? found : "";
    this.#known.set(path, usable);
    return usable || undefined;
  }
}

/** The lookups of one event. */
export function readLookups(view: EventView): PathLookups {
  return new PathLookups(view.files);
}
