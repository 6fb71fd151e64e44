import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { jsonLog, type LogLevel } from "./json-log.ts";

function logged(
  level: LogLevel,
  message: string,
  facts?: Readonly<Record<string, unknown>>,
): string {
  const stream = new PassThrough();
  const log = jsonLog(stream, level, () => 0);
  log.info(message, facts);
  log.warn(message, facts);
  log.error(message, facts);
  return String(stream.read() ?? "");
}

describe("the log of the gateway", () => {
  it("is lines of JSON", () => {
    const [line = ""] = logged("info", "it listens", { url: "http://127.0.0.1" }).split("\n");
    expect(line).toBe(
      '{"time":"1970-01-01T00:00:00.000Z","level":"info","message":"it listens","url":"http://127.0.0.1"}',
    );
  });

  it.each([
    ["info", ["info", "warn", "error"]],
    ["warn", ["warn", "error"]],
    ["error", ["error"]],
    ["silent", []],
  ] as const)("says at the level %s only %j", (level, levels) => {
    const lines = logged(level, "x").split("\n").filter(Boolean);
    expect(lines.map((line) => (JSON.parse(line) as { level: string }).level)).toEqual(levels);
  });

  it("is one harmless line whatever a server or a client has sent", () => {
    const text = "a\nb\u001b[2J\u202e\u{e0041}\u2028";
    const line = logged("error", text, { error: new Error(text), n: 5n });
    expect(line.trimEnd()).not.toMatch(/[\p{C}\p{Zl}]/u);
    expect(JSON.parse(line)).toMatchObject({ message: text, error: text, n: "5" });
  });
});
