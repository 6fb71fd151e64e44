import { closeSync, fsyncSync, lstatSync, openSync, type Stats } from "node:fs";
import { dirname, isAbsolute, relative, sep } from "node:path";
import { realPath, resolvePath } from "#platform";
import { ConfigurationError } from "../errors.ts";

const SQLITE = "sqlite:";

/**
 * `path` in full. Throws `ConfigurationError` for one in the folder of the log at `location` (a storage's `location`,
 * such as `sqlite:/var/lib/capfence/audit.db`) or below: whoever puts back an old copy of that folder would put back
 * both. Links are followed; logs that are no files are nowhere on this disk.
 */
export function outsideLog(path: string, location: string): string {
  const full = resolvePath(path);
  if (!location.startsWith(SQLITE)) return full;
  const folder = dirname(resolvePath(location.slice(SQLITE.length)));
  const way = relative(realPath(folder) ?? folder, realPath(full) ?? full);
  const outside = way === ".." || way.startsWith(`..${sep}`) || isAbsolute(way);
  if (!outside)
    throw new ConfigurationError(
      `"${full}" is in the folder of the log it is to protect, "${folder}"; name a place outside it, best on another disk`,
    );
  return full;
}

/**
 * What stands at a path, undefined where nothing does. Throws `RangeError` for a link, and for what others than its
 * owner may change.
 */
export function ownAt(path: string): Stats | undefined {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status === undefined) return undefined;
  if (status.isSymbolicLink()) throw new RangeError("it is a link");
  const owner = process.getuid?.();
  if (owner !== undefined && status.uid !== owner)
    throw new RangeError("it belongs to another user");
  if (owner !== undefined && (status.mode & 0o022) !== 0)
    throw new RangeError("others may change it; if you trust what is in it, run chmod go-w on it");
  return status;
}

/** Makes names that were given or taken away in a folder durable. */
export function syncFolder(folder: string): void {
  // Windows has no handles of folders to wait for.
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
