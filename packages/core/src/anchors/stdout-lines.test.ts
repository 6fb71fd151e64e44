import { PassThrough, Writable } from "node:stream";
import { describe, expect, it } from "vitest";
import { GrownLog } from "../../test/grown-log.ts";
import { generateSignerKey, readSignerKey } from "../encoding/note/note-key.ts";
import { AuditError, ConfigurationError } from "../errors.ts";
import { readCheckpointLine } from "./checkpoint-line.ts";
import { StdoutLines } from "./stdout-lines.ts";

const log = new GrownLog("example.org/log/a", readSignerKey(generateSignerKey("example.org/log")));

describe("lines on a stream", () => {
  it("are JSON, one for each checkpoint, and cannot be read back", async () => {
    const stream = new PassThrough({ encoding: "utf8" });
    const lines = new StdoutLines({ stream });
    for (const size of [1, 2]) await lines.publish(log.at(size));
    lines.close();
    const text = stream.read() as string;
    const [first = "", second = "", ...rest] = text.split("\n");
    expect(rest).toStrictEqual([""]);
    expect(readCheckpointLine(first)).toMatchObject({ origin: log.origin, size: 1 });
    expect(readCheckpointLine(second)?.note).toBe(log.at(2).note);
    expect(lines).not.toHaveProperty("kept");
    expect(stream.listenerCount("error")).toBe(0);
  });

  it("go to standard output where nothing else is said", () => {
    const before = process.stdout.listenerCount("error");
    const lines = new StdoutLines();
    expect(process.stdout.listenerCount("error")).toBe(before + 1);
    lines.close();
    expect(process.stdout.listenerCount("error")).toBe(before);
  });

  it.each<readonly [string, Writable, string]>([
    [
      "fails",
      new Writable({ write: (_chunk, _encoding, done) => done(new Error("broken pipe")) }),
      "broken pipe",
    ],
    ["has ended", new PassThrough().end(), "write after end"],
    ["never takes them", new Writable({ write: () => undefined }), "nothing happened for 50 ms"],
  ])("say so where the stream %s, and do not end the process", async (_name, stream, words) => {
    const lines = new StdoutLines({ stream, timeoutMilliseconds: 50 });
    const failed = lines.publish(log.at(3));
    await expect(failed).rejects.toThrow(AuditError);
    await expect(failed).rejects.toThrow(
      'the checkpoint of "example.org/log/a" with 3 records was not written to the stream',
    );
    await expect(failed).rejects.toThrow(words);
  });

  it("do not wait no time at all", () => {
    expect(() => new StdoutLines({ timeoutMilliseconds: 0 })).toThrow(ConfigurationError);
  });
});
