import { statSync } from "node:fs";

/** By file, what tells one state of it from another. */
export type FileStamps = ReadonlyMap<string, string>;

/** How coarse the clocks of file systems may be, in milliseconds. */
const COARSEST = 2000;

/**
 * The state of files, which were read since a time if one is given; links are followed. One that was changed about then
 * may have been changed after it was read, so its stamp is none that it can have again.
 */
export function stampFiles(
  files: Iterable<string>,
  since: number = Number.POSITIVE_INFINITY,
): FileStamps {
  return new Map(
    Array.from(files, (file) => {
      const { stamp, changed } = stampOf(file);
      return [file, changed > since - COARSEST ? `${stamp} at ${since}` : stamp];
    }),
  );
}

function stampOf(file: string): { readonly stamp: string; readonly changed: number } {
  try {
    const status = statSync(file, { bigint: true });
    const { dev, ino, size, mtimeNs, ctimeNs } = status;
    return { stamp: [dev, ino, size, mtimeNs, ctimeNs].join(" "), changed: Number(status.ctimeMs) };
  } catch (error) {
    return { stamp: String((error as NodeJS.ErrnoException).code), changed: 0 };
  }
}
