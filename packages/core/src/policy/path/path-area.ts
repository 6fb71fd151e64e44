import type { Truth } from "../truth.ts";
import type { PathForm } from "./path-form.ts";
import type { PathLookups } from "./path-lookups.ts";

/** The part of a file system that a condition is about. */
export interface PathArea {
  /** Whether a path as written is in it; `base` is where the area's own relative paths start. */
  holds(path: PathForm, base: string | undefined): boolean;
  /** Whether a path whose links were followed is in it, once its own are; undefined where they cannot be. */
  holdsReal(path: PathForm, lookups: PathLookups): boolean | undefined;
  /** Whether a path is in it in any case, as written or once its own links are followed; undefined where they cannot be. */
  touches(path: PathForm, lookups: PathLookups | undefined): boolean | undefined;
  /** Whether a path below an unknown home directory is in it; `~` is its first segment. */
  touchesHome(path: PathForm): Truth;
  /** Whether a path of another host could be in it that does not start where the area does. */
  mightTouch(path: PathForm): boolean;
}

/** Where home directories are. */
const HOMES = new Set(["root", "home", "users", "var", "export"]);

/** Whether home directories may be in, or around, a directory whose first segment this is. */
export function mayHoldHomes(first: string | undefined): boolean {
  return first === undefined || /[*?]/.test(first) || HOMES.has(first.toLowerCase());
}
