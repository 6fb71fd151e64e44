import type { FileView } from "../src/policy/path/file-view.ts";

/** A disk of links alone: each leads to its target, an empty target leads nowhere, and all else is as written. */
export function toldFiles(links: Readonly<Record<string, string>> = {}): FileView {
  return {
    workingDirectory: () => "/workspace",
    realPath: (path) => {
      for (const [link, target] of Object.entries(links))
        if (path === link || path.startsWith(`${link}/`))
          return target === "" ? undefined : target + path.slice(link.length);
      return path;
    },
  };
}
