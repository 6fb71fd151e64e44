import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { describe, expect, it } from "vitest";
import { AnchorScratch } from "../../test/anchor-scratch.ts";
import { GrownLog } from "../../test/grown-log.ts";
import { generateSignerKey, readSignerKey } from "../encoding/note/note-key.ts";
import { AuditError, ConfigurationError } from "../errors.ts";
import { HeadFolder } from "./head-folder.ts";

const key = readSignerKey(generateSignerKey("example.org/log"));
const one = new GrownLog("example.org/log/a", key);
const two = new GrownLog("example.org/log/b", key);

function open(scratch: AnchorScratch): HeadFolder {
  return new HeadFolder({ folder: scratch.at("heads"), location: scratch.location });
}

function files(scratch: AnchorScratch): readonly string[] {
  return readdirSync(scratch.at("heads"));
}

describe("a folder of heads", () => {
  it("keeps the latest checkpoint of each log as the note it is, for its owner alone", () => {
    const scratch = new AnchorScratch();
    const heads = open(scratch);
    expect(heads.kept()).toStrictEqual([]);
    for (const size of [1, 2, 9]) heads.publish(one.at(size));
    heads.publish(two.at(4));
    heads.publish(one.at(10));
    expect(open(scratch).kept().toSorted()).toStrictEqual([one.at(10).note, two.at(4).note]);
    expect(statSync(scratch.at("heads")).mode & 0o777).toBe(0o700);
    expect(files(scratch)).toHaveLength(2);
    for (const name of files(scratch)) {
      expect(statSync(scratch.at("heads", name)).mode & 0o777).toBe(0o600);
      expect(heads.kept()).toContain(readFileSync(scratch.at("heads", name), "utf8"));
    }
  });

  it("does not go back to fewer records", () => {
    const scratch = new AnchorScratch();
    open(scratch).publish(one.at(9));
    expect(() => open(scratch).publish(one.at(8))).toThrow(AuditError);
    expect(() => open(scratch).publish(one.at(8))).toThrow(
      'keeps 9 records of "example.org/log/a" and does not go back to 8',
    );
    expect(open(scratch).kept()).toStrictEqual([one.at(9).note]);
  });

  it("does not take another checkpoint of the same size, but the same one again", () => {
    const scratch = new AnchorScratch();
    const heads = open(scratch);
    heads.publish(one.at(9));
    heads.publish(one.at(9));
    const rewritten = new GrownLog(one.origin, key, 3);
    expect(() => heads.publish(rewritten.at(9))).toThrow("the log was rewritten");
    expect(heads.kept()).toStrictEqual([one.at(9).note]);
  });

  it("forgets logs that another one covers, up to the size that it covers", () => {
    const scratch = new AnchorScratch();
    const heads = open(scratch);
    const third = new GrownLog("example.org/log/c", key);
    heads.publish(one.at(9));
    heads.publish(two.at(9));
    const covers = [
      { origin: one.origin, size: 9 },
      { origin: two.origin, size: 8 },
      { origin: "example.org/log/unknown", size: 1 },
    ];
    heads.publish({ ...third.at(2), covers });
    expect(heads.kept().toSorted()).toStrictEqual([two.at(9).note, third.at(2).note]);
    // A log that goes on after all is kept again.
    heads.publish(one.at(10));
    expect(heads.kept()).toContain(one.at(10).note);
  });

  it("is not put off by what a killed process left behind, nor by other files", () => {
    const scratch = new AnchorScratch();
    const heads = open(scratch);
    heads.publish(one.at(3));
    const [name = ""] = files(scratch);
    const half = scratch.at("heads", name.replace("-3.checkpoint", "-4.new"));
    writeFileSync(half, "example.org/lo");
    writeFileSync(scratch.at("heads", "README"), "mine");
    expect(heads.kept()).toStrictEqual([one.at(3).note]);
    heads.publish(one.at(4));
    heads.publish(one.at(5));
    expect(files(scratch).toSorted()).toStrictEqual(
      [name.replace("-3.", "-5."), "README"].toSorted(),
    );
  });

  it.each<readonly [string, (path: string) => void]>([
    ["has another text", (path) => writeFileSync(path, "x")],
    ["is empty", (path) => writeFileSync(path, "")],
    ["is no text", (path) => writeFileSync(path, Uint8Array.of(0xff))],
    ["is of another size", (path) => writeFileSync(path, one.at(4).note)],
    ["is of another log", (path) => writeFileSync(path, two.at(3).note)],
    ["is too long", (path) => writeFileSync(path, "x".repeat(2_000_000))],
    [
      "is a folder",
      (path) => {
        rmSync(path);
        mkdirSync(path);
      },
    ],
  ])("names a head that %s", (_name, damage) => {
    const scratch = new AnchorScratch();
    open(scratch).publish(one.at(3));
    const path = scratch.at("heads", files(scratch)[0] ?? "");
    damage(path);
    expect(() => open(scratch).kept()).toThrow(AuditError);
    expect(() => open(scratch).kept()).toThrow(`the head "${path}" is damaged`);
  });

  it("says so where it cannot keep or read a checkpoint", () => {
    const scratch = new AnchorScratch();
    const heads = open(scratch);
    renameSync(scratch.at("heads"), scratch.at("gone"));
    expect(() => heads.publish(one.at(3))).toThrow(AuditError);
    expect(() => heads.publish(one.at(3))).toThrow(
      /did not keep the checkpoint of "example\.org\/log\/a" with 3 records: ENOENT.*mend the folder/,
    );
    expect(() => heads.kept()).toThrow(AuditError);
  });
});

describe("the place of a folder of heads", () => {
  it.each(["log", "log/heads", "log/a/b", "heads/../log", "log/.", "link", "link/heads"])(
    "is not in the log's folder: %s",
    (folder) => {
      const scratch = new AnchorScratch();
      symlinkSync(scratch.at("log"), scratch.at("link"));
      const path = `${scratch.folder}/${folder}`;
      const { location } = scratch;
      expect(() => new HeadFolder({ folder: path, location })).toThrow(ConfigurationError);
      expect(() => new HeadFolder({ folder: path, location })).toThrow(
        "is in the folder of the log it is to protect",
      );
      expect(readdirSync(scratch.at("log"))).toStrictEqual([]);
    },
  );

  it("is not in the log's folder where that is reached through a link", () => {
    const scratch = new AnchorScratch();
    symlinkSync(scratch.at("log"), scratch.at("link"));
    const location = `sqlite:${scratch.at("link/audit.db")}`;
    expect(() => new HeadFolder({ folder: scratch.at("log/heads"), location })).toThrow(
      ConfigurationError,
    );
  });

  it.each(["logs", "..log", "log2", "x"])("may be beside it: %s", (folder) => {
    const scratch = new AnchorScratch();
    const { location } = scratch;
    expect(() => new HeadFolder({ folder: scratch.at(folder), location })).not.toThrow();
  });

  it("may be anywhere for a log that is no file", () => {
    const scratch = new AnchorScratch();
    const options = { folder: scratch.at("log"), location: "postgres:audit" };
    expect(() => new HeadFolder(options)).not.toThrow();
  });

  it.each<readonly [string, (scratch: AnchorScratch) => void, string]>([
    ["a link", (scratch) => symlinkSync(scratch.at("log"), scratch.at("heads/x")), "it is a link"],
    ["a file", (scratch) => writeFileSync(scratch.at("heads/x"), ""), "ENOTDIR"],
    [
      "what others may change",
      (scratch) => {
        mkdirSync(scratch.at("heads/x"));
        chmodSync(scratch.at("heads/x"), 0o777);
      },
      "others may change it",
    ],
    [
      "a folder in one that is not there",
      (scratch) => rmSync(scratch.at("heads"), { recursive: true }),
      "ENOENT",
    ],
  ])("is not %s", (_name, prepare, words) => {
    const scratch = new AnchorScratch();
    mkdirSync(scratch.at("heads"));
    prepare(scratch);
    const options = { folder: scratch.at("heads/x"), location: "sqlite:/nowhere/audit.db" };
    expect(() => new HeadFolder(options)).toThrow(ConfigurationError);
    expect(() => new HeadFolder(options)).toThrow(words);
  });
});
