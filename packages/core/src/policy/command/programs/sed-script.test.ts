import { describe, expect, it } from "vitest";
import { readSedScript } from "./sed-script.ts";

describe("readSedScript", () => {
  it.each([
    "p",
    "$!N;P;D",
    "/start/,/end/p",
    "\\,a/b,d",
    "1~2d",
    "/x/,+3!{s/a/b/;p}",
    "s/[^:]*:/&/2gI",
    "s,[[:space:]]*$,,",
    "s/a\\/b/c/",
    ":a;N;$!ba;s/\\n/ /g",
    "y/abc/xyz/",
    "a some text with e and w",
    "# only a remark",
    "5q",
    "",
  ])("understands %j", (script) => {
    expect(readSedScript(script)).toMatchObject({ reads: [], writes: [] });
  });

  it.each([
    "e",
    "1e id",
    "/x/e",
    "1,2!e id",
    "s/a/b/e",
    "s/a/b/ge",
    "s/a/b/w out",
    "s/[]/]A/;#/e",
    "s/[^]/]A/;#/e",
    "s/[[:x:]/]A/;#/e",
    "s/a/b",
    "s\\a\\b\\",
    "v",
    "!",
    "{e",
    "p e",
    "y/a/b/e",
    "b x\ne id",
  ])("does not take %j for harmless", (script) => {
    expect(readSedScript(script)).toBeUndefined();
  });

  it("tells what is read and written", () => {
    expect(readSedScript("r /etc/shadow\nw out")).toMatchObject({
      reads: ["/etc/shadow"],
      writes: ["out"],
    });
    // All that follows on the line is the name.
    expect(readSedScript("1w out;p")).toMatchObject({ writes: ["out;p"] });
  });

  it("reads a long script in time that grows with it alone", () => {
    const start = performance.now();
    readSedScript("s/[a]/b/;".repeat(900));
    readSedScript("/".repeat(8000));
    readSedScript("s/" + "[".repeat(8000));
    readSedScript(" ".repeat(8000) + "x");
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
