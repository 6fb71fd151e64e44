/**
 * A path without `.`, `..` and repeated slashes, by its letters alone. Relative paths start at `base`; without
 * one they stay relative and begin with `.`, or with `..` where they climb above their start.
 */
export function normalForm(text: string, base?: string): string {
  if (base !== undefined && !text.startsWith("/")) return normalForm(`${base}/${text}`);
  const absolute = text.startsWith("/");
  const kept: string[] = [];
  let climbs = 0;
  for (const segment of text.split("/")) {
    if (segment === "" || segment === ".") continue;
    if (segment !== "..") kept.push(segment);
    else if (kept.pop() === undefined) climbs += 1;
  }
  if (absolute) return `/${kept.join("/")}`;
  const start = climbs === 0 ? ["."] : Array.from({ length: climbs }, () => "..");
  return [...start, ...kept].join("/");
}

/** Whether a path is a directory or below it, both in normal form. */
export function isInside(path: string, directory: string): boolean {
  return path === directory || path.startsWith(directory === "/" ? "/" : `${directory}/`);
}

/** The segments of a path in normal form. */
export function segmentsOf(path: string): readonly string[] {
  return path === "/" ? [] : path.split("/").slice(path.startsWith("/") ? 1 : 0);
}

/** The directory that holds an absolute path in normal form; that of the root is the root. */
export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/")) || "/";
}

/** A path joined to a directory in normal form. */
export function joined(directory: string, segments: readonly string[]): string {
  if (segments.length === 0) return directory;
  return `${directory === "/" ? "" : directory}/${segments.join("/")}`;
}
