import { describe, expect, it } from "vitest";
import { LineReader } from "./line-reader.ts";

interface Read {
  readonly lines: readonly string[];
  readonly faults: readonly string[];
}

function read(chunks: readonly Buffer[], limit = 100): Read {
  const lines: string[] = [];
  const faults: string[] = [];
  const sink = {
    line: (text: string) => void lines.push(text),
    fault: ({ message }: Error) => void faults.push(message),
  };
  const reader = new LineReader(sink, limit);
  for (const chunk of chunks) reader.push(chunk);
  reader.end();
  return { lines, faults };
}

function bytewise(bytes: Buffer): readonly Buffer[] {
  return [...bytes].map((byte) => Buffer.of(byte));
}

describe("a line reader", () => {
  const text = Buffer.from('{"a":1}\r\n\n\r\n"grüße 🎈"\n3\n');
  const lines = ['{"a":1}', '"grüße 🎈"', "3"];

  it.each([
    ["in one piece", [text]],
    ["byte by byte", bytewise(text)],
  ])("gives the lines of a stream that comes %s", (_, chunks) => {
    expect(read(chunks)).toEqual({ lines, faults: [] });
  });

  it("gives the same lines wherever the stream is cut", () => {
    for (let cut = 0; cut <= text.length; cut += 1)
      expect(read([text.subarray(0, cut), text.subarray(cut)])).toEqual({ lines, faults: [] });
  });

  it("takes a line of exactly the limit", () => {
    expect(read([Buffer.from("12345\n")], 5)).toEqual({ lines: ["12345"], faults: [] });
    expect(read(bytewise(Buffer.from("12345\n")), 5)).toEqual({ lines: ["12345"], faults: [] });
  });

  it.each([
    ["in one piece", (bytes: Buffer) => [bytes]],
    ["byte by byte", bytewise],
  ])("skips a line above the limit that comes %s, once, and reads the next", (_, split) => {
    const { lines: rest, faults } = read(split(Buffer.from("123456789\nnext\n")), 5);
    expect(rest).toEqual(["next"]);
    expect(faults).toEqual(["a line is longer than 5 bytes; it is skipped"]);
  });

  it("holds none of a line that is far too long", () => {
    let faults = 0;
    const reader = new LineReader({ line: () => {}, fault: () => (faults += 1) }, 1024);
    const chunk = Buffer.alloc(1024 * 1024, "x");
    const before = process.memoryUsage().arrayBuffers;
    for (let megabytes = 0; megabytes < 512; megabytes += 1) reader.push(chunk);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
    expect(faults).toBe(1);
  });

  it("takes a long line that comes in single bytes in linear time", () => {
    const length = 1024 * 1024;
    const byte = Buffer.from("x");
    let longest = 0;
    const sink = { line: (line: string) => (longest = line.length), fault: () => {} };
    const reader = new LineReader(sink, length);
    for (let sent = 0; sent < length; sent += 1) reader.push(byte);
    reader.push(Buffer.from("\n"));
    expect(longest).toBe(length);
  });

  it("faults a line that is not UTF-8, alone", () => {
    const bytes = Buffer.from("one\n\xff\xfe\nthree\n\xe2\x82\nfive\n", "latin1");
    expect(read([bytes])).toEqual({
      lines: ["one", "three", "five"],
      faults: ["a line is not UTF-8", "a line is not UTF-8"],
    });
  });

  it("faults half a line at the end", () => {
    expect(read([Buffer.from("one\ntw")])).toEqual({
      lines: ["one"],
      faults: ["the stream has ended in the middle of a line"],
    });
  });
});
