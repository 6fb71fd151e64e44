import { describe, expect, it } from "vitest";
import type { Run } from "../run.ts";
import { readArguments } from "./arguments.ts";
import { readOptions } from "./option-table.ts";

const TABLE = readOptions(
  "-a,--all -n,--number= -o,--output=> --opt=? -c=? --outer --exec=! -name= -5",
);

/** A run of a line split at spaces; `$x` is any words, `<a*>` a word of that shape. */
function runOf(line: string): Run {
  const shapes = new Map<number, string>();
  const words = line.split(" ").map((word, index) => {
    if (word.startsWith("<")) shapes.set(index, word.slice(1, -1));
    return /^[<$]/.test(word) ? undefined : word;
  });
  return { words, receives: false, shapes };
}

interface Told {
  readonly given?: readonly string[];
  readonly operands?: readonly (string | null)[];
  readonly strange?: readonly string[];
  readonly early?: number;
  readonly end: number;
  readonly unclear?: boolean;
  readonly patterns?: readonly (string | null)[];
}

const NOTHING = { given: [], operands: [], strange: [], early: 0, unclear: false, patterns: [] };

function told(line: string, style?: "word", untilOperand?: boolean): Told {
  const { given, operands, patterns, ...rest } = readArguments(
    runOf(line),
    1,
    TABLE,
    style,
    untilOperand,
  );
  return {
    given: given.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`)),
    operands: operands.map((word) => word ?? null),
    patterns: [...patterns].map((word) => word ?? null),
    ...rest,
  };
}

describe("readArguments", () => {
  it.each<[string, Told]>([
    ["p", { end: 1 }],
    ["p x y", { operands: ["x", "y"], end: 1 }],
    ["p -a x", { given: ["-a"], operands: ["x"], end: 2 }],
    ["p --all x", { given: ["--all"], operands: ["x"], end: 2 }],
    // It may be an option of that very name, which nobody listed.
    ["p --al x", { given: ["--all"], operands: ["x"], strange: ["--al"], early: 1, end: 2 }],
    ["p --out=x", { given: ["--output", "--outer"], end: 2 }],
    ["p --outp x y", { given: ["--output=x"], operands: ["y"], end: 3 }],
    ["p --o x", { given: ["--output", "--opt", "--outer"], operands: ["x"], end: 2 }],
    ["p --ou=x --ou=y", { given: ["--output", "--outer"], end: 3 }],
    ["p --number 5 x", { given: ["--number=5"], operands: ["x"], end: 3 }],
    ["p --number=5 x", { given: ["--number=5"], operands: ["x"], end: 2 }],
    ["p -n 5 x", { given: ["-n=5"], operands: ["x"], end: 3 }],
    ["p -n5 x", { given: ["-n=5"], operands: ["x"], end: 2 }],
    ["p -an 5 x", { given: ["-a", "-n=5"], operands: ["x"], end: 3 }],
    ["p -na x", { given: ["-n=a"], operands: ["x"], end: 2 }],
    ["p -an", { given: ["-a", "-n"], end: 2 }],
    ["p -n", { given: ["-n"], end: 2 }],
    ["p --opt x", { given: ["--opt"], operands: ["x"], end: 2 }],
    ["p --opt=x y", { given: ["--opt=x"], operands: ["y"], end: 2 }],
    ["p -cx y", { given: ["-c=x"], operands: ["y"], end: 2 }],
    ["p -c x", { given: ["-c"], operands: ["x"], end: 2 }],
    ["p -x", { strange: ["-x"], early: 1, end: 2 }],
    ["p -ax", { given: ["-a"], strange: ["-x"], early: 1, end: 2 }],
    ["p --zzz", { strange: ["--zzz"], early: 1, end: 2 }],
    ["p -axz y", { given: ["-a"], operands: ["y"], strange: ["-x", "-z"], early: 2, end: 2 }],
    ["p -9", { end: 2 }],
    ["p -a9", { given: ["-a"], end: 2 }],
    ["p -name x y", { given: ["-name=x"], operands: ["y"], end: 3 }],
    ["p -name=x y", { given: ["-name=x"], operands: ["y"], end: 2 }],
    ["p -- -a x", { operands: ["-a", "x"], end: 2 }],
    ["p x -- -a", { operands: ["x", "-a"], end: 1 }],
    ["p - x", { operands: ["-", "x"], end: 1 }],
    ["p $x", { operands: [null], end: 1, unclear: true, patterns: [null] }],
    ["p <a*>", { operands: ["a*"], end: 1, patterns: ["a*"] }],
    ["p <-*>", { operands: ["-*"], end: 1, unclear: true, patterns: ["-*"] }],
    ["p <*>", { operands: ["*"], end: 1, unclear: true, patterns: ["*"] }],
    ["p <?a>", { operands: ["?a"], end: 1, unclear: true, patterns: ["?a"] }],
    ["p <[a]>", { operands: ["[a]"], end: 1, unclear: true, patterns: ["[a]"] }],
    ["p <+a>", { operands: ["+a"], end: 1, unclear: true, patterns: ["+a"] }],
    ["p -- $x", { operands: [null], end: 2, patterns: [null] }],
    ["p -- <*>", { operands: ["*"], end: 2, patterns: ["*"] }],
    [
      "p -n $x y",
      { given: ["-n"], operands: [null, "y"], end: 1, unclear: true, patterns: [null] },
    ],
    ["p -n <a*> y", { given: ["-n=a*"], operands: ["a*", "y"], end: 1, patterns: ["a*"] }],
    [
      "p -n <*> y",
      { given: ["-n=*"], operands: ["*", "y"], end: 1, unclear: true, patterns: ["*"] },
    ],
    ["p -n <-*>", { given: ["-n=-*"], operands: ["-*"], end: 1, unclear: true, patterns: ["-*"] }],
    ["p -z x -y", { operands: ["x"], strange: ["-z", "-y"], early: 1, end: 2 }],
    ["p -z -y", { strange: ["-z", "-y"], early: 2, end: 3 }],
    ["p -z", { strange: ["-z"], early: 1, end: 2 }],
    ["p -a=x", { given: ["-a=x"], end: 2 }],
  ])("tells apart in %s %j", (line, expected) => {
    expect(told(line)).toStrictEqual({ ...NOTHING, ...expected });
  });

  it.each<[string, Told]>([
    ["p -a --all x", { given: ["-a", "--all"], operands: ["x"], end: 3 }],
    ["p -all x", { given: ["-all"], operands: ["x"], end: 2 }],
    ["p --name x y", { given: ["--name=x"], operands: ["y"], end: 3 }],
    ["p -name=x y", { given: ["-name=x"], operands: ["y"], end: 2 }],
    ["p all", { operands: ["all"], end: 1 }],
    ["p -al", { strange: ["-al"], early: 1, end: 2 }],
    ["p -output=x", { given: ["-output=x"], end: 2 }],
    ["p -zz", { strange: ["-zz"], early: 1, end: 2 }],
    ["p -z=y x", { operands: ["x"], strange: ["-z=y"], early: 1, end: 2 }],
  ])("takes options for whole words in %s: %j", (line, expected) => {
    expect(told(line, "word")).toStrictEqual({ ...NOTHING, ...expected });
  });

  it.each<[string, Told]>([
    ["p x -a", { operands: ["x", "-a"], end: 1 }],
    ["p -a x -a", { given: ["-a"], operands: ["x", "-a"], end: 2 }],
    ["p x y -a", { operands: ["x", "y", "-a"], end: 1 }],
  ])("takes none behind an operand in %s: %j", (line, expected) => {
    expect(told(line, undefined, true)).toStrictEqual({ ...NOTHING, ...expected });
  });
});
