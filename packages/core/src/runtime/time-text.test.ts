import { expect, it } from "vitest";
import { rememberedTimeText } from "./time-text.ts";

it("writes every time as it is, also after another and back", () => {
  const text = rememberedTimeText();
  for (const time of [0, 0, 1, 1_764_000_000_123, 0, -1])
    expect(text(time)).toBe(new Date(time).toISOString());
  expect(() => text(Number.NaN)).toThrow(RangeError);
  expect(text(-1)).toBe("1969-12-31T23:59:59.999Z");
});
