import { realPath, workingDirectory } from "#platform";

/** What path conditions ask of a host's files. */
export interface FileView {
  /** Where relative paths start; undefined where the host has no such place. */
  workingDirectory(): string | undefined;
  /**
   * Where an absolute path leads once every symlink on the way is followed; what does not exist yet stays as
   * written. Undefined where that cannot be told: a loop, a dangling link, no permission, no files.
   */
  realPath(path: string): string | undefined;
}

/** The files of this host. */
export const HOST_FILES: FileView = { workingDirectory, realPath };

/** The files as a decision saw them and recorded in `resolved`, to decide the same again. */
export function recordedFiles(resolved: Readonly<Record<string, string>>): FileView {
  const at = (path: string): string | undefined =>
    Object.hasOwn(resolved, path) ? resolved[path] || undefined : undefined;
  return { workingDirectory: () => at("."), realPath: at };
}
