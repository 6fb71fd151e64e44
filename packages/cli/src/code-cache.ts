import { lstatSync, mkdirSync, realpathSync } from "node:fs";
import { enableCompileCache, flushCompileCache } from "node:module";
import { homedir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";

/**
 * Keeps what the engine makes of the code of modules loaded from now on, so that the next start is shorter.
 * Whoever can write there can change what this program does, so the folder is in the user's own cache and never in the
 * working or state folder, which come with what was checked out; and it is used only where nobody else can reach it.
 * Without such a folder nothing is kept. `NODE_COMPILE_CACHE` and `NODE_DISABLE_COMPILE_CACHE` go before it.
 */
export function keepCompiledCode(): void {
  const { NODE_COMPILE_CACHE: chosen, NODE_DISABLE_COMPILE_CACHE: off } = process.env;
  if (chosen !== undefined || off !== undefined) return;
  try {
    const folder = ownFolder(process.env["XDG_CACHE_HOME"]);
    if (folder !== undefined) enableCompileCache(folder);
  } catch {
    // Such as no home, or a disk that cannot be written: starting just takes longer.
  }
}

/**
 * Writes what is kept once so many milliseconds have gone by, if the process is still there then: it is written when a
 * process ends by itself, and one that waits for others is mostly killed.
 */
export function writeCompiledCode(after: number): void {
  setTimeout(flushCompileCache, after).unref();
}

/** The folder for the cache, made if it is missing; undefined where somebody else could change what is in it. */
function ownFolder(cache: string | undefined): string | undefined {
  const user = process.getuid?.();
  // Windows has no owners and modes that could be asked for here.
  if (user === undefined) return undefined;
  const place = cache !== undefined && isAbsolute(cache) ? cache : join(homedir(), ".cache");
  // Where HOME is empty, that would be the working folder.
  if (!isAbsolute(place)) return undefined;
  mkdirSync(place, { recursive: true, mode: 0o700 });
  const base = realpathSync(place);
  if (!isOutOfReach(base, user)) return undefined;
  const folder = join(base, "capfence");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const status = lstatSync(folder);
  const isPrivate = status.isDirectory() && status.uid === user && (status.mode & 0o77) === 0;
  return isPrivate ? folder : undefined;
}

/** Whether nobody but the user and root could put something else in the place of what is in a folder. */
function isOutOfReach(folder: string, user: number): boolean {
  for (let path = folder; ; path = dirname(path)) {
    const { uid, mode } = lstatSync(path);
    const othersMayWrite = (mode & 0o22) !== 0;
    const keepsOthersOff = (mode & 0o1000) !== 0;
    if ((uid !== user && uid !== 0) || (othersMayWrite && !keepsOthersOff)) return false;
    if (path === dirname(path)) return true;
  }
}
