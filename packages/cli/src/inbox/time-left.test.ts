import { describe, expect, it } from "vitest";
import { timeLeft } from "./time-left.ts";

describe("timeLeft", () => {
  it.each([
    [-1, "0s"],
    [999, "0s"],
    [59_000, "59s"],
    [899_999, "14m 59s"],
    [3_600_000, "1h 0m"],
    [2 * 86_400_000 + 3_600_000, "2d 1h"],
  ])("shows %i milliseconds as %s", (milliseconds, text) => {
    expect(timeLeft(milliseconds)).toBe(text);
  });
});
