import { describe, expect, it } from "vitest";
import { hanging, screenText, wrapped } from "./screen-text.ts";

describe("screenText", () => {
  it("spells out what acts on a terminal, and piles of marks", () => {
    expect(screenText("a\u001B[2Jb\u202Ec")).toBe("a\\u001b[2Jb\\u202ec");
    expect(screenText(`e${"\u0301".repeat(4)}`)).toBe(`e${"\\u{301}".repeat(4)}`);
  });

  it("leaves marks that languages write", () => {
    expect(screenText("e\u0301 สวัสดี")).toBe("e\u0301 สวัสดี");
  });
});

describe("hanging", () => {
  it("never lets a text begin where a head does", () => {
    const lines = hanging("  note  ", "x".repeat(40), 28);
    expect(lines).toEqual([`  note  ${"x".repeat(20)}`, `${" ".repeat(8)}${"x".repeat(20)}`]);
  });

  it("counts wide characters as two columns", () => {
    expect(wrapped("東".repeat(12), 10)).toEqual(["東".repeat(5), "東".repeat(5), "東".repeat(2)]);
  });
});
