import { describe, expect, it } from "vitest";
import { Lines } from "./lines.ts";

const TEXT = "one\n\ntwo\r\nthree";

/** What counting characters one by one finds. */
function counted(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

describe("Lines", () => {
  const offsets = Array.from({ length: TEXT.length + 1 }, (_, offset) => offset);

  it.each([
    ["in order", offsets],
    ["backwards", offsets.toReversed()],
    ["in leaps", offsets.map((offset) => (offset * 7) % offsets.length)],
  ])("tells line and column of every offset, %s", (_name, order) => {
    const lines = new Lines(TEXT);
    expect(order.map((offset) => lines.at(offset))).toStrictEqual(
      order.map((offset) => counted(TEXT, offset)),
    );
  });

  it("has one line where there is no text", () => {
    expect(new Lines("").at(0)).toStrictEqual({ line: 1, column: 1 });
  });
});
