import {
  chmodSync,
  mkdirSync,
  appendFileSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { describe, expect, it } from "vitest";
import { AnchorScratch } from "../../test/anchor-scratch.ts";
import { GrownLog } from "../../test/grown-log.ts";
import { generateSignerKey, readSignerKey } from "../encoding/note/note-key.ts";
import { AuditError, ConfigurationError } from "../errors.ts";
import { AppendOnlyFile } from "./append-only-file.ts";

const key = readSignerKey(generateSignerKey("example.org/log"));
const one = new GrownLog("example.org/log/a", key);
const two = new GrownLog("example.org/log/bé", key);

class Opened {
  readonly scratch: AnchorScratch = new AnchorScratch();
  readonly path: string = this.scratch.at("checkpoints.jsonl");
  readonly problems: string[] = [];

  open(): AppendOnlyFile {
    const { location } = this.scratch;
    const report = (problem: string): void => void this.problems.push(problem);
    return new AppendOnlyFile({ path: this.path, location, report });
  }

  get text(): string {
    return readFileSync(this.path, "utf8");
  }
}

describe("a file that checkpoints are appended to", () => {
  it("has a line for each, and gives back the latest of each log", () => {
    const opened = new Opened();
    const file = opened.open();
    expect(file.kept()).toStrictEqual([]);
    for (const size of [1, 5]) file.publish(one.at(size));
    file.publish(two.at(2));
    file.publish(one.at(7));
    expect(opened.open().kept()).toStrictEqual([one.at(7).note, two.at(2).note]);
    const lines = opened.text.trimEnd().split("\n");
    expect(lines.map((line) => (JSON.parse(line) as { size: number }).size)).toStrictEqual([
      1, 5, 2, 7,
    ]);
    expect(JSON.parse(lines[0] ?? "")).toStrictEqual({
      kind: "checkpoint",
      origin: one.origin,
      size: 1,
      root: Buffer.from(one.at(1).root).toString("base64"),
      note: one.at(1).note,
    });
    expect(statSync(opened.path).mode & 0o777).toBe(0o600);
    expect([...file.checkpoints()]).toHaveLength(4);
    expect(opened.problems).toStrictEqual([]);
  });

  it("gives back both where a log went back, or has two checkpoints of one size", () => {
    const opened = new Opened();
    const file = opened.open();
    const rewritten = new GrownLog(one.origin, key, 3);
    for (const checkpoint of [one.at(9), rewritten.at(6), rewritten.at(12), rewritten.at(12)])
      file.publish(checkpoint);
    expect(file.kept()).toStrictEqual([one.at(9).note, rewritten.at(12).note]);
    file.publish(one.at(12));
    expect(file.kept()).toStrictEqual(
      [one.at(9), rewritten.at(12), one.at(12)].map(({ note }) => note),
    );
  });

  it("forgets logs that another one covers, up to the size that it covers", () => {
    const file = new Opened().open();
    file.publish(one.at(9));
    file.publish(two.at(9));
    const covers = [
      { origin: one.origin, size: 9 },
      { origin: two.origin, size: 8 },
    ];
    const third = new GrownLog("example.org/log/c", key);
    file.publish({ ...third.at(2), covers });
    file.publish(third.at(3));
    expect(file.kept()).toStrictEqual([two.at(9).note, third.at(3).note]);
    expect([...file.checkpoints()].map(({ size }) => size)).toStrictEqual([9, 9, 2, 3]);
  });

  it("does not let a log cover itself", () => {
    const file = new Opened().open();
    file.publish({ ...one.at(9), covers: [{ origin: one.origin, size: 100 }] });
    expect(file.kept()).toStrictEqual([one.at(9).note]);
  });

  it("tolerates a last line cut off at any place, says so, and goes on behind it", () => {
    const opened = new Opened();
    opened.open().publish(one.at(1));
    const whole = statSync(opened.path).size;
    opened.open().publish(two.at(2));
    const bytes = readFileSync(opened.path);
    for (let end = whole + 1; end < bytes.length - 1; end += 7) {
      writeFileSync(opened.path, bytes.subarray(0, end));
      opened.problems.length = 0;
      expect(opened.open().kept()).toStrictEqual([one.at(1).note]);
      expect(opened.problems).toStrictEqual([
        `line 2 of "${opened.path}" was cut off; its checkpoint is lost`,
      ]);
      opened.open().publish(one.at(3));
      expect(opened.open().kept()).toStrictEqual([one.at(3).note]);
      expect(opened.problems.at(-1)).toContain("line 2");
    }
    // A line that lacks nothing but its end is whole.
    writeFileSync(opened.path, bytes.subarray(0, bytes.length - 1));
    opened.problems.length = 0;
    expect(opened.open().kept()).toStrictEqual([one.at(1).note, two.at(2).note]);
    expect(opened.problems).toStrictEqual([]);
  });

  it("takes nothing for lost where a line came to its end after another writer had given it up", () => {
    const opened = new Opened();
    opened.open().publish(one.at(1));
    appendFileSync(opened.path, "\u0018\n");
    opened.open().publish(two.at(2));
    expect(opened.open().kept()).toStrictEqual([one.at(1).note, two.at(2).note]);
    expect(opened.problems).toStrictEqual([]);
  });

  it.each<readonly [string, (text: string) => string]>([
    ["is no JSON", (text) => text.replace("{", "[")],
    ["is empty", (text) => `\n${text}`],
    ["is of another size than its note", (text) => text.replace('"size":1', '"size":2')],
    [
      "is of another log than its note",
      (text) => text.replace('"origin":"example.org/log/a"', '"origin":"x"'),
    ],
    ["has another root than its note", (text) => text.replace('"root":"', '"root":"A')],
    ["is of another kind", (text) => text.replace('"checkpoint"', '"other"')],
    ["has no note", (text) => text.replace('"note"', '"nota"')],
    ["covers what is no log", (text) => text.replace("{", '{"covers":[1],')],
    [
      "covers nothing countable",
      (text) => text.replace("{", '{"covers":[{"origin":"x","size":"1"}],'),
    ],
    ["covers in words", (text) => text.replace("{", '{"covers":"all",')],
  ])("is not read with a line that %s", (_name, damage) => {
    const opened = new Opened();
    opened.open().publish(one.at(1));
    const { text } = opened;
    opened.open().publish(one.at(2));
    writeFileSync(opened.path, opened.text.replace(text, damage(text)));
    expect(() => opened.open().kept()).toThrow(AuditError);
    expect(() => opened.open().kept()).toThrow(
      `cannot read the checkpoints in "${opened.path}", near line 1: it is not a checkpoint`,
    );
  });

  it("is not read with a line without end", () => {
    const opened = new Opened();
    opened.open();
    truncateSync(opened.path, 20_000_000);
    expect(() => opened.open().kept()).toThrow("longer than any checkpoint");
  });

  it("begins a new file where the old one was moved away", () => {
    const opened = new Opened();
    const file = opened.open();
    file.publish(one.at(1));
    renameSync(opened.path, opened.scratch.at("archived"));
    file.publish(one.at(2));
    expect(file.kept()).toStrictEqual([one.at(2).note]);
  });

  it("says so where it cannot keep a checkpoint", () => {
    const opened = new Opened();
    const file = opened.open();
    renameSync(opened.path, opened.scratch.at("archived"));
    mkdirSync(opened.path);
    expect(() => file.publish(one.at(1))).toThrow(AuditError);
    expect(() => file.publish(one.at(1))).toThrow(
      /did not keep the checkpoint of "example\.org\/log\/a" with 1 records: EISDIR.*mend the file/,
    );
  });

  it.each<readonly [string, (scratch: AnchorScratch) => string, string]>([
    ["in the log's folder", (scratch) => scratch.at("log/checkpoints"), "in the folder of the log"],
    ["a folder", (scratch) => scratch.at("log/.."), "it is no file"],
    ["in a folder that is not there", (scratch) => scratch.at("x/y"), "ENOENT"],
    [
      "a link",
      (scratch) => {
        symlinkSync(scratch.at("elsewhere"), scratch.at("link"));
        return scratch.at("link");
      },
      "it is a link",
    ],
    [
      "what others may change",
      (scratch) => {
        writeFileSync(scratch.at("open"), "");
        chmodSync(scratch.at("open"), 0o622);
        return scratch.at("open");
      },
      "others may change it",
    ],
  ])("is not %s", (_name, place, words) => {
    const scratch = new AnchorScratch();
    const options = { path: place(scratch), location: scratch.location };
    expect(() => new AppendOnlyFile(options)).toThrow(ConfigurationError);
    expect(() => new AppendOnlyFile(options)).toThrow(words);
  });
});
