import { closeSync, fsyncSync, openSync, renameSync, unlinkSync, writeFileSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { dirname } from "node:path";

/** Writes a file that is not there yet and that only its owner may read (mode 0600); it is on the disk afterwards. */
export function writePrivateFile(path: string, text: string): void {
  const file = openSync(path, "wx", 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Puts a text in the place of what a file holds, at once and for good; nobody sees half of it. */
export function replaceFile(path: string, text: string): void {
  const draft = `${path}.${randomUUID()}`;
  try {
    writePrivateFile(draft, text);
    moveFile(draft, path);
  } catch (error) {
    removeIfThere(draft);
    throw error;
  }
}

/** Moves a file over another; the folder is on the disk afterwards. */
export function moveFile(from: string, to: string): void {
  renameSync(from, to);
  // Windows has no way to ask this of a folder.
  if (process.platform === "win32") return;
  const folder = openSync(dirname(to), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

/** Removes a file, unless there is none. */
export function removeIfThere(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
