import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStateKey } from "./state-key.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "capfence-key-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe("the key of the gateway's seals", () => {
  it("is made once, for its owner alone", () => {
    const state = join(folder, "state");
    const key = openStateKey(state);
    expect(key).toHaveLength(32);
    expect(openStateKey(state)).toEqual(key);
    expect(readdirSync(state)).toEqual(["mcp-state.key"]);
    expect(statSync(join(state, "mcp-state.key")).mode & 0o777).toBe(0o600);
    expect(openStateKey(join(folder, "other"))).not.toEqual(key);
  });

  it("is not used where others may read it, or where it is no key", () => {
    openStateKey(folder);
    chmodSync(join(folder, "mcp-state.key"), 0o644);
    expect(() => openStateKey(folder)).toThrow(/mcp-state\.key": others may use it/);
    writeFileSync(join(folder, "mcp-state.key"), "short");
    chmodSync(join(folder, "mcp-state.key"), 0o600);
    expect(() => openStateKey(folder)).toThrow("it is no key");
  });

  it("needs a folder that can be written", () => {
    writeFileSync(join(folder, "file"), "");
    expect(() => openStateKey(join(folder, "file"))).toThrow(/^cannot use the key/);
  });
});
