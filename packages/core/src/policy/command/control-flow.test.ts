import { describe, expect, it } from "vitest";
import { readLine, runsOf } from "../../../test/read-line.ts";

describe("what is known of variables", () => {
  it.each([
    ["x=m; for x in 1 2; do a $x; done; b $x", "a <*>; b ?"],
    ["for x in 1 2; do a $x $((x)); done", "a <*> <*>"],
    ["for x in 1 b; do a $x; done", "a ?"],
    ["for x in m; do a $x; done", "a m"],
    ["for x in; do a $x; done", "a <*>"],
    ["for x; do a $x; done", "a ?"],
    ["for x in *.c; do a $x; done", "a ?"],
    ["for x in $y; do a $x; done", "a ?"],
    ["select x in 1 2; do a $((x)); done", "a <*>"],
    ["select x in m; do a $x; done", "a ?"],
    ["x=m; if a; then x=n; fi; b $x", "a; b ?"],
    ["x=m; if a; then x=m; fi; b $x", "a; b m"],
    ["x=m; if a; then x=n; else x=n; fi; b $x", "a; b ?"],
    ["x=m; if a; then c; elif d; then x=n; fi; b $x", "a; c; d; b ?"],
    ["x=m; if a; then x=n; b $x; else b $x; fi", "a; b n; b m"],
    ["if x=m; then a $x; fi; b $x", "a m; b m"],
    ["if a; then b; elif x=m; then c $x; fi", "a; b; c m"],
    ["x=m; while a $x; do x=n; b $x; done; c $x", "a ?; b n; c ?"],
    ["x=m && a $x", "a m"],
    ["x=m && x=n && a $x", "a n"],
    ["x=m || x=n; a $x", "a ?"],
    ["x=m || x=n && a $x", "a ?"],
    ["x=m || b && x=o && a $x", "b; a ?"],
    ["x=m || x=m; a $x", "a m"],
    ["x=1 || x=2; a $((x))", "a <*>"],
    ["x=1 || x=y; a $((x))", "a <*>"],
    ["x=m; b && x=n; a $x", "b; a ?"],
    ["case x in a) x=m;; b) a $x;; esac; c $x", "a ?; c ?"],
    ["x=m; case x in a) x=n;; b) a $x;; esac", "a ?"],
    ["x=m; case x in a) x=n;; esac; c $x", "c ?"],
    ["x=m; case x in a) x=m;; esac; c $x", "c m"],
    ["x=m; a | x=n; b $x", "a; b ?"],
    ["x=m; x=n & b $x", "b m"],
    ["x=m; (x=n; a $x); b $x", "a n; b m"],
    ["x=m; { x=n; }; b $x", "b n"],
    ["x=m; f() { a $x; }; b $x", "a ?; b m"],
    ["x=m; b $(x=n; a $x) $x", "a n; b ? m"],
    ["for ((i = 0; i < 3; i++)); do x=m; a $i; done; b $x", "a <*>; b ?"],
    ["for ((i = y; i < 3; i++)); do a; done", "a"],
    ["for ((i = 0; i < y; i++)); do a; done", "a"],
    ["for ((i = 0; i < 3; i = y)); do a; done", "a"],
    ["for ((;;)); do a; done", "a"],
    ["x=m; for ((;;)); do a $x; x=n; done", "a ?"],
    ["for PATH in a; do b; done", "b"],
    ["select PATH in a; do b; done", "b"],
    ["x=m; if a; then b; elif x=n; then c; fi; d $x", "a; b; c; d ?"],
    ["x=m; if a; then x=n; elif b $x; then c; fi", "a; b m; c"],
    ["f() (b $x; c); a", "b ?; c; a"],
    ["x=m; coproc b $x; c", "| b ?; c"],
    ["x=m; for y in 1 2; do a $x; x=n; done", "a ?"],
    ["x=m; select x in n; do a $x; done", "a ?"],
    ["x=m; b && x=n && d && x=m; c $x", "b; d; c ?"],
    ["for y in a b*; do c $y; done", "c ?"],
  ])("after the branches and turns of %j lets it run %j", (line, runs) => {
    expect(runsOf(line)).toBe(runs);
  });

  it("is not where a loop or a branch sets what steers programs", () => {
    for (const line of ["for PATH in a; do b; done", "select PATH in a; do b; done"])
      expect(readLine(line).opaque).toBe("it sets PATH");
  });
});
