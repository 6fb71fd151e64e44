import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { FindOptions } from "../src/clients/find-servers.ts";

/** A machine in a folder that goes with the test; `files` are relative to it, with home `home` and project `project`. */
export function machine(
  files: Readonly<Record<string, string | object>>,
  options: Partial<FindOptions> = {},
): FindOptions & { readonly root: string; readonly project: string } {
  const root = mkdtempSync(join(tmpdir(), "capfence-discover-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    const text = typeof content === "string" ? content : JSON.stringify(content, undefined, 2);
    writeFileSync(file, text);
  }
  const home = join(root, "home");
  const project = join(root, "project");
  for (const folder of [home, project]) mkdirSync(folder, { recursive: true });
  return { platform: "linux", environment: {}, ...options, home, project, root };
}

/** A configuration with servers that are started, by name. */
export function commands(key: string, ...names: readonly string[]): object {
  return { [key]: Object.fromEntries(names.map((name) => [name, { command: name }])) };
}
