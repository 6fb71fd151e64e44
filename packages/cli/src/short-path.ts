import { relative } from "node:path";

/** A file as a user would write it: relative where it lies below the working folder. */
export function shortPath(file: string): string {
  const nearby = relative("", file);
  return nearby === "" || nearby.startsWith("..") ? file : nearby;
}
