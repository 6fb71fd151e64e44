import { execFile, spawnSync } from "node:child_process";
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { JsonObject } from "@capfence/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { listed, tool } from "../../../test/gateway/listed.ts";
import { withFileLock } from "./file-lock.ts";
import { PinFile } from "./pin-file.ts";
import type { Pinned, PinnedUpstream } from "./pinned.ts";

const program = join(import.meta.dirname, "../../../test/gateway/pin-one.ts");
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "capfence-pins-"));
  path = join(folder, "capfence.mcp-lock.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

function upstream(...tools: readonly JsonObject[]): PinnedUpstream {
  return { tools: new Map(Array.from(listed(...tools).tools, (one) => [one.name, one])) };
}

/** Changes nothing about what is pinned but adds this. */
const adds =
  (name: string, pinned: PinnedUpstream) =>
  (before: Pinned): Pinned =>
    new Map([...before, [name, pinned]]);

describe("the lock file", () => {
  it("does not exist before something is written to it", () => {
    expect(new PinFile(path).read()).toBeUndefined();
    expect(new PinFile(path).stamp).toBeUndefined();
  });

  it("holds what was written, in the same text whatever the order", () => {
    const file = new PinFile(path);
    file.update(adds("b", { ...upstream(tool("y"), tool("x")), server: { name: "s" } }));
    const written = file.update(adds("a", upstream(tool("z"))));
    const text = readFileSync(path, "utf8");
    expect(file.read()).toEqual(written);
    expect(text).toMatch(/^\{\n {2}"upstreams": \{\n {4}"a": \{\n[^]*\n\}\n$/);
    expect(text.indexOf('"x": {')).toBeLessThan(text.indexOf('"y": {'));
    file.update(() => new Map([...written].toReversed()));
    expect(readFileSync(path, "utf8")).toBe(text);
    expect(readdirSync(folder)).toEqual(["capfence.mcp-lock.json"]);
  });

  it("shows what hides in a description, and holds it all the same", () => {
    const hidden = "kind\u202e\u200b\u{e0041} \u00a0\u0007\n end";
    const file = new PinFile(path);
    const written = file.update(adds("a", upstream(tool("x", hidden))));
    const text = readFileSync(path, "utf8");
    expect(text).toContain(String.raw`kind\u202e\u200b\udb40\udc41 \u00a0\u0007\n end`);
    expect(file.read()).toEqual(written);
  });

  it("is for everybody to read, whatever the umask", () => {
    const before = process.umask(0o077);
    try {
      new PinFile(path).update(adds("a", upstream()));
    } finally {
      process.umask(before);
    }
    expect(statSync(path).mode & 0o777).toBe(0o644);
  });

  it("loses nothing when several processes write to it at once", async () => {
    const run = promisify(execFile);
    const writers = ["a", "b", "c"].map((prefix) =>
      run(process.execPath, ["--conditions=@capfence/source", program, path, prefix, "10"]),
    );
    await Promise.all(writers);
    expect(new PinFile(path).read()?.size).toBe(30);
    expect(readdirSync(folder)).toEqual(["capfence.mcp-lock.json"]);
  }, 60_000);

  it("is not written through a link, which could lead anywhere", () => {
    const target = join(folder, "other.json");
    symlinkSync(target, path);
    expect(() => new PinFile(path).update(adds("a", upstream()))).toThrow("name the file itself");
    writeFileSync(target, '{"version":1,"upstreams":{}}');
    expect(() => new PinFile(path).update(adds("a", upstream()))).toThrow("name the file itself");
    expect(readFileSync(target, "utf8")).toBe('{"version":1,"upstreams":{}}');
  });

  it("is not replaced where it holds something else", () => {
    writeFileSync(path, '{"name":"a package"}');
    expect(() => new PinFile(path).update(adds("a", upstream()))).toThrow('unknown key "name"');
    expect(readFileSync(path, "utf8")).toBe('{"name":"a package"}');
    expect(readdirSync(folder)).toEqual(["capfence.mcp-lock.json"]);
  });

  it.skipIf(process.getuid?.() === 0)("says so where it cannot be written", () => {
    chmodSync(folder, 0o500);
    expect(() => new PinFile(path).update(adds("a", upstream()))).toThrow(
      /^cannot write ".*EACCES/,
    );
    chmodSync(folder, 0o700);
  });

  it("says so where its folder is missing", () => {
    const nowhere = join(folder, "missing/lock.json");
    expect(() => new PinFile(nowhere).update(adds("a", upstream()))).toThrow(
      /^cannot write ".*ENOENT/,
    );
  });
});

function fails(): never {
  throw new Error("failed");
}

describe("the lock on the lock file", () => {
  it("is taken from a process that died with it", async () => {
    const { pid } = spawnSync(process.execPath, ["--eval", "0"]);
    writeFileSync(`${path}.lock`, `${pid} ${hostname()}\n`);
    expect(withFileLock(path, () => "done")).toBe("done");
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ["a process that lives", `${process.pid} ${hostname()}\n`],
    ["another machine", `1 elsewhere.${hostname()}\n`],
    ["nobody knows whom", ""],
  ])("is not taken from %s", (_case, text) => {
    writeFileSync(`${path}.lock`, text);
    expect(() => withFileLock(path, fails, 100)).toThrow('.lock"');
    expect(readFileSync(`${path}.lock`, "utf8")).toBe(text);
  });

  it("is let go of when the work fails", () => {
    expect(() => withFileLock(path, fails)).toThrow("failed");
    expect(withFileLock(path, () => "done")).toBe("done");
  });
});
