import type { Truth } from "../truth.ts";
import type { PathLookups } from "./path-lookups.ts";

/** The part of a file system that a condition is about. */
export interface PathArea {
  /** Whether a path in normal form is in it; `base` is where the area's own relative paths start. */
  has(path: string, base: string | undefined, anyCase: boolean): boolean;
  /** As `has`, once the links in the area's own directories are followed; undefined where they cannot be. */
  hasReal(path: string, lookups: PathLookups, anyCase: boolean): boolean | undefined;
  /** Whether a path below an unknown home directory is in it; `~` is its first segment. */
  hasHome(segments: readonly string[], anyCase: boolean): Truth;
  /** Whether a path of another host could be in it, where only one of the two is absolute. */
  mightHave(path: string): boolean;
}

/** Where home directories are. */
const HOMES = new Set(["root", "home", "users", "var", "export"]);

/** Whether home directories may be in, or around, a directory whose first segment this is. */
export function mayHoldHomes(first: string | undefined): boolean {
  return first === undefined || /[*?]/.test(first) || HOMES.has(first.toLowerCase());
}
