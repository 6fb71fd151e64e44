import type { FileView } from "../path/file-view.ts";

/** The files of a host without symbolic links, so that a comparison is the same on every machine. */
export const PLAIN_FILES: FileView = {
  workingDirectory: () => "/work",
  realPath: (path) => path,
};
