import { chmodSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ConfigurationError } from "../errors.ts";
import { HeadFolder } from "./head-folder.ts";

/** What another process does just before this one makes the folder. */
let meanwhile: ((folder: string) => void) | undefined;

vi.mock(import("node:fs"), async (original) => {
  const fs = await original();
  const make = ((folder: string, options: object) => {
    meanwhile?.(folder);
    return fs.mkdirSync(folder, options);
  }) as typeof fs.mkdirSync;
  return { ...fs, mkdirSync: make };
});

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "capfence-heads-"));
});
afterEach(() => {
  meanwhile = undefined;
  rmSync(home, { recursive: true });
});

function open(): HeadFolder {
  return new HeadFolder({ folder: join(home, "heads"), location: join(home, "log.db") });
}

/** Makes the folder as another process would. */
function elsewhere(mode: number): (folder: string) => void {
  return (folder) => {
    meanwhile = undefined;
    mkdirSync(folder);
    chmodSync(folder, mode);
  };
}

it("takes a folder that another process makes at the same time", () => {
  meanwhile = elsewhere(0o700);
  expect(() => open()).not.toThrow();
});

it("refuses a folder that others may change, made at the same time", () => {
  meanwhile = elsewhere(0o777);
  expect(() => open()).toThrow(ConfigurationError);
  expect(() => open()).toThrow("others may change it");
});
