import { readFileSync } from "node:fs";

/** The version of this package. This file stands where built files do, so that the manifest is found from both. */
export function packageVersion(): string {
  const manifest: unknown = JSON.parse(
    readFileSync(new URL("../package.json", import.meta.url), "utf8"),
  );
  return (manifest as { readonly version: string }).version;
}
