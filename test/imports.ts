import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** That one file imports something. */
export interface Import {
  readonly file: string;
  readonly specifier: string;
}

/** The source files of a folder, without their tests. */
export function sources(folder: string): readonly string[] {
  return globSync("**/*.ts", { cwd: folder }).filter((file) => !file.endsWith(".test.ts"));
}

/** All that the source files of a folder import. */
export function imports(folder: string): readonly Import[] {
  return sources(folder).flatMap((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    return [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => ({
      file,
      specifier: match[1] ?? "",
    }));
  });
}

/** The layer of a path among others, lowest 0; -1 for one that is in none. */
export function layerOf(path: string, layers: readonly (readonly string[])[]): number {
  const [top = ""] = path.split("/");
  return layers.findIndex((layer) => layer.includes(top));
}

/** The file that is imported, from the same folder as the one that imports it; undefined for a package. */
export function targetOf({ file, specifier }: Import): string | undefined {
  return specifier.startsWith(".") ? join(dirname(file), specifier) : undefined;
}

/** Whether what is imported is in the same folder. */
export function isInside(target: string | undefined): target is string {
  return target?.startsWith("..") === false;
}
