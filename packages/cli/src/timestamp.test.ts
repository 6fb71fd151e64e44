import { describe, expect, it } from "vitest";
import { parseTime, showDistance, showTime } from "./timestamp.ts";

const NOW = Date.parse("2026-01-31T12:00:00Z");

describe("parseTime", () => {
  it.each([
    ["90s", "2026-01-31T11:58:30Z"],
    ["15m", "2026-01-31T11:45:00Z"],
    ["24h", "2026-01-30T12:00:00Z"],
    ["7d", "2026-01-24T12:00:00Z"],
    ["2026-01-01", "2026-01-01T00:00:00Z"],
    ["2026-01-01 10:23:01", "2026-01-01T10:23:01Z"],
    ["2026-01-01T10:23", "2026-01-01T10:23:00Z"],
    ["2026-01-01T10:23:01.5+02:00", "2026-01-01T08:23:01.500Z"],
  ])("reads %s", (text, expected) => {
    expect(parseTime(text, NOW)).toBe(Date.parse(expected));
  });

  it.each(["", "yesterday", "1w", "2026", "2026-13-01", "2026-01-01T25:00", "1", "-1h"])(
    "refuses %j",
    (text) => {
      expect(parseTime(text, NOW)).toBeUndefined();
    },
  );
});

describe("showTime", () => {
  it("shows recorded times to the second and anything else as it is, but harmless", () => {
    expect(showTime("2026-01-31T10:23:01.999Z")).toBe("2026-01-31 10:23:01");
    expect(showTime("\u001B[2J")).toBe("\\u001b[2J");
    expect(showTime({ toString: null })).toBe('{"toString":null}');
  });
});

describe("showDistance", () => {
  it("uses the largest unit of which there are two", () => {
    expect([-5, 1000, 119_000, 3_600_000, 7_200_000, 864_000_000].map(showDistance)).toEqual([
      "0s",
      "1s",
      "119s",
      "60m",
      "2h",
      "10d",
    ]);
  });
});
