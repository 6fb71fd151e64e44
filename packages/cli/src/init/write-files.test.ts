import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { Scratch } from "../../test/scratch.ts";
import { writeFiles } from "./write-files.ts";

let scratch: Scratch;
let folder: string;
let there: (...path: readonly string[]) => string;

beforeEach(() => {
  scratch = new Scratch();
  folder = join(scratch.folder, "out");
  mkdirSync(folder);
  there = (...path) => join(folder, ...path);
});

/** Everything that is in the folder, so that nothing is left behind either. */
function names(): readonly string[] {
  return readdirSync(folder).toSorted();
}

function fail(): never {
  throw new Error("no lock");
}

describe("files that are written together", () => {
  it.each([true, false])("are written all or none, forced: %j", (force) => {
    const blocked = scratch.file("out/blocked", "mine");
    const files = [
      [there("one"), "1"],
      [join(blocked, "two"), "2"],
    ] as const;
    expect(() => writeFiles(files, force)).toThrow("cannot write");
    expect(names()).toEqual(["blocked"]);
  });

  it("are not written where what has to be done before fails", () => {
    const file = scratch.file("out/one", "mine");
    const files = [[file, "1"]] as const;
    expect(() => writeFiles(files, true, fail)).toThrow("no lock");
    expect(readFileSync(file, "utf8")).toBe("mine");
    expect(names()).toEqual(["one"]);
  });

  it.each(["kept", "nothing"])("are written to no other place that a link names: %s", (name) => {
    const target = scratch.file("out/kept", "mine");
    symlinkSync(there(name), there("link"));
    for (const force of [true, false])
      expect(() => writeFiles([[there("link"), "1"]], force)).toThrow(/no plain file|exists/);
    expect(readFileSync(target, "utf8")).toBe("mine");
    expect(lstatSync(there("link")).isSymbolicLink()).toBe(true);
    expect(names()).toEqual(["kept", "link"]);
  });

  it("are written to folders that are made for them, and over others where that is forced", () => {
    const file = there("a", "b");
    writeFiles([[file, "1"]], false);
    expect(() => writeFiles([[file, "2"]], false)).toThrow("exists and was left as it is");
    writeFiles([[file, "3"]], true);
    expect(readFileSync(file, "utf8")).toBe("3");
    expect(readdirSync(there("a"))).toEqual(["b"]);
  });

  it("are not put in the place of a folder", () => {
    mkdirSync(there("folder"));
    expect(() => writeFiles([[there("folder"), "1"]], true)).toThrow("cannot write");
    expect(names()).toEqual(["folder"]);
  });
});
