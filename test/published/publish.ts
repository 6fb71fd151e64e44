import { execFileSync } from "node:child_process";
import { globSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Registry } from "./registry.ts";

const root = join(import.meta.dirname, "../..");

/** Packs every package as it is released, and publishes it to a registry. They must be built. */
export function publishAll({ url }: Registry, settings: string): void {
  const folder = mkdtempSync(join(tmpdir(), "capfence-packed-"));
  try {
    for (const manifest of globSync("packages/*/package.json", { cwd: root }))
      execFileSync("pnpm", ["pack", "--pack-destination", folder], {
        cwd: join(root, dirname(manifest)),
        stdio: ["ignore", "ignore", "inherit"],
      });
    for (const file of globSync("*.tgz", { cwd: folder }))
      execFileSync("npm", ["publish", `./${file}`, "--registry", url, "--userconfig", settings], {
        cwd: folder,
        stdio: ["ignore", "ignore", "pipe"],
      });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
