import { describe, expect, it } from "vitest";
import { readLine, runsOf } from "../../../test/read-line.ts";

/** What the condition of a loop sees of a variable that is `m` before it. */
const seen = (body: string): string | undefined =>
  runsOf(`x=m; while b $x; do ${body}; done`).split("; ")[0];

/** Whether the condition of a loop may count with a variable that is 1 before it. */
const counts = (body: string): boolean =>
  readLine(`x=1; while b $((x)); do ${body}; done`).opaque === undefined;

describe("a loop's condition", () => {
  it.each([
    "read x",
    "read -r x",
    "read {x,y}",
    "unset x",
    "wait -p x",
    "getopts ab x",
    "mapfile",
    "readarray",
    "printf -v x y",
    "let x",
    "eval y",
    "source y",
    ". y",
    "local 'x=n'",
    "declare 'x=n'",
    "typeset 'x=n'",
    'readonly "x=n"',
    'export "x=n"',
    "export x=n",
    "command read x",
    "builtin read x",
    "noglob read x",
    "nocorrect read x",
    '"read" x',
    "\\read x",
    "$y x",
    "{read,x}",
    '"a$y"',
    "read $y",
    "read a$y",
    "a$y x",
    'read "$y"',
    "x=n",
    "x=(n)",
    "x+=n",
    "x[1]=n",
    "(x=n)",
    "c | x=n",
    "for x in n; do c; done",
    "select x in n; do c; done",
    "c $((x = 1))",
    "c $((x += 1))",
    "c $((x++))",
    "c $((--x))",
    "c $(((y)++))",
    "c ${x:=n}",
    'c "${x:=n}"',
    "c > ${x:=n}",
    "c $((${x:=5}))",
    "if c; then x=n; fi",
  ])("does not know a variable by its value before the loop where that does %j", (body) => {
    expect(seen(body)).toBe("b ?");
  });

  it.each([
    "y=n",
    "c x=n",
    '"c" x',
    "xread x",
    "readx x",
    "xunset x",
    "yprintf x",
    "evals x",
    "'c' x",
    "c $'x'",
    "read 'y'",
    "read $'y'",
    "c $((x == 1))",
    "c $((1 <= 2))",
    "c $((1 >= x))",
    "c $((1 != x))",
    "c $((-x))",
    "c $((!x))",
    "c ${x%n}",
    "c $(x=n)",
    "c <(x=n)",
    "for y in n; do c; done",
  ])("knows a variable where the loop does %j, which does not set it", (body) => {
    expect(seen(body)).toBe("b m");
  });

  it.each(["x=2", "x=0", "x=$((1 + 2))", "c $((x = 2))", "c $((x++))", "c $(x=n)"])(
    "may count with a variable that %j only ever sets to a number",
    (body) => {
      expect(counts(body)).toBe(true);
    },
  );

  it.each([
    "x=n",
    "x=01",
    "x=2n",
    "x=-2",
    "x=$((1))n",
    "x=n$((1))",
    "x+=2",
    "x[0]=2",
    "x=(2)",
    "x=$y",
    "x=2; x=n",
    "x=n; x=2",
    "for x in 2; do c; done",
    "read x",
  ])("may not count with a variable that %j sets to more than a number", (body) => {
    expect(counts(body)).toBe(false);
  });

  it("may not count with a variable that is no number before the loop", () => {
    expect(readLine("x=y; while b $((x)); do x=1; done").opaque).toBeDefined();
  });
});
