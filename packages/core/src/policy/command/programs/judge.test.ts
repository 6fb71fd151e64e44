import { describe, expect, it } from "vitest";
import { readLine } from "../../../../test/read-line.ts";
import type { Effects } from "../effects.ts";
import type { Run } from "../run.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../../truth.ts";
import { judgeOf } from "./judge.ts";
import type { ProgramRow } from "./row.ts";

const ROW: ProgramRow = {
  names: "p",
  source: "example",
  does: "reads",
  version: "-V",
  options: "-o=> -i=< -x! -k# -n@ -w^ -c+ -m=: -s& -t~ -l% -r* -d/ -q",
};

function effects(line: string, row: Partial<ProgramRow> = {}): Effects {
  return judgeOf({ ...ROW, ...row })(readLine(line).runs[0] as Run);
}

interface Told {
  readonly destructive?: Truth;
  readonly network?: Truth;
  readonly reads?: readonly string[];
  /** Read with all that is below. */
  readonly folders?: readonly string[];
  readonly writes?: readonly string[];
  readonly others?: Truth;
  readonly reason?: string;
}

function told(line: string, row: Partial<ProgramRow> = {}): Told {
  const { destructive, network, reads, writes, reason } = effects(line, row);
  return {
    ...(destructive === FALSE ? {} : { destructive }),
    ...(network === FALSE ? {} : { network }),
    ...(reads.paths.length === 0 ? {} : { reads: reads.paths.map((path) => path ?? "?") }),
    ...(reads.folders.length === 0 ? {} : { folders: reads.folders.map((path) => path ?? "?") }),
    ...(writes.paths.length === 0 ? {} : { writes: writes.paths.map((path) => path ?? "?") }),
    ...(writes.others === FALSE ? {} : { others: writes.others }),
    ...(reason === undefined ? {} : { reason }),
  };
}

const anything = (reason: string): Told => ({
  destructive: UNCERTAIN,
  network: UNCERTAIN,
  others: UNCERTAIN,
  reason,
});

describe("an option", () => {
  it.each<[string, Told]>([
    ["p a b", { reads: ["a", "b"] }],
    ["p -q a", { reads: ["a"] }],
    ["p -o x a", { reads: ["a"], writes: ["x"] }],
    ["p -i x a", { reads: ["x", "a"] }],
    ["p -x a", { reads: ["a"], ...anything("`p` with `-x` may run anything") }],
    ["p -k a", { reads: ["a"], writes: ["a"], destructive: TRUE }],
    ["p -n a", { reads: ["a"], network: TRUE }],
    ["p -w a", { reads: ["a"], writes: ["a"] }],
    [
      "p -c a",
      {
        reads: ["a"],
        destructive: UNCERTAIN,
        reason: "`p` with `-c` may change more than files",
      },
    ],
    [
      "p -m POST a",
      {
        reads: ["a"],
        destructive: UNCERTAIN,
        reason: "`p` with `-m` may change more than files",
      },
    ],
    ["p -m GET a", { reads: ["a"] }],
    ["p -m HEAD", {}],
    ["p -m OPTIONS", {}],
    ["p -m GETx", { destructive: UNCERTAIN, reason: "`p` with `-m` may change more than files" }],
    ["p -s a", { reads: ["a"], others: TRUE }],
    ["p -r a/ b", { reads: ["a/", "b"], folders: ["a/", "b"] }],
    ["p -d", { reads: ["."] }],
    ["p -d a", { reads: ["a"] }],
    [
      "p -z a",
      { reads: ["a"], ...anything("`p` has no option `-z` that is known to be harmless") },
    ],
    [
      "p $x",
      {
        reads: ["?"],
        ...anything("words of `p` are not known before it runs, and may be options"),
      },
    ],
    ["p --help", {}],
    ["p -V", {}],
    ["p --version", {}],
  ])("does in %s %j", (line, expected) => {
    expect(told(line)).toStrictEqual(expected);
  });

  it("makes a program that destroys only read, or only look for, its operands", () => {
    expect(told("p a", { does: "destroys" })).toStrictEqual({ destructive: TRUE, writes: ["a"] });
    expect(told("p -t a", { does: "destroys" })).toStrictEqual({ reads: ["a"] });
    expect(told("p -l a", { does: "destroys" })).toStrictEqual({});
    expect(told("p -r a/ b", { does: "destroys" })).toStrictEqual({
      destructive: TRUE,
      writes: ["a/", "b", "a/**", "b/**"],
    });
  });

  it("that is not listed is harmless where the row says so", () => {
    const open = { open: true, options: "-q" } as const;
    expect(told("p -z a", open)).toStrictEqual({ reads: ["a"] });
    expect(told("p $x", open)).toStrictEqual({ reads: ["?"] });
    expect(told("p $x", { ...open, options: "-x!" }).destructive).toBe(UNCERTAIN);
    expect(told("p $x", { ...open, words: [] }).destructive).toBe(UNCERTAIN);
  });

  it("gives the pattern of a search, so that all operands are read", () => {
    const search = { does: "searches", options: "-e=. -d/" } as const;
    expect(told("p a b", search)).toStrictEqual({ reads: ["b"] });
    expect(told("p -e a b", search)).toStrictEqual({ reads: ["b"] });
    expect(told("p -d a", search)).toStrictEqual({ reads: ["."] });
    expect(told("p -d a b", search)).toStrictEqual({ reads: ["b"] });
    expect(told("p -d -e a", search)).toStrictEqual({ reads: ["."] });
    expect(told("p -d -e a b", search)).toStrictEqual({ reads: ["b"] });
  });
});

describe("operands", () => {
  it("may be none, or one, and then mean something else", () => {
    const row = { does: "destroys", bare: "asks", single: "reads" } as const;
    expect(told("p", row)).toStrictEqual({ network: TRUE });
    expect(told("p a", row)).toStrictEqual({ reads: ["a"] });
    expect(told("p a b", row)).toStrictEqual({ destructive: TRUE, writes: ["a", "b"] });
    expect(told("p", { does: "wrecks" })).toStrictEqual({ destructive: TRUE });
    expect(told("p a", { does: "wrecks" })).toStrictEqual({ destructive: TRUE });
  });

  it("may say what happens, on top of what the program does", () => {
    const row = { words: [[/^stop$/, "wrecks"]] } as const;
    expect(told("p a", row)).toStrictEqual({ reads: ["a"] });
    expect(told("p stop", row)).toStrictEqual({ reads: ["stop"], destructive: TRUE });
    expect(told('p -- "a$x"', row)).toStrictEqual({
      reads: ["a***"],
      ...anything("words of `p` are not known before it runs"),
    });
    expect(told("p a", { words: [[/a/, "runs"]] }).reason).toBe("`p a` may do anything");
    expect(told("p a", { words: [[/a/, "reveals"]] }).reason).toBe("`p a` may show a secret");
    expect(told("p a", { words: [[/a/, "changes"]] }).reason).toBe("`p a` changes more than files");
  });
});

describe("commands of a program", () => {
  const commands = {
    does: "runs",
    commands: [
      { names: "show", does: "reads" },
      { names: "drop remote/drop", does: "wrecks" },
      { names: "put", does: "changes", options: "-f!" },
    ],
  } as const;

  it.each<[string, Told]>([
    ["p show a", { reads: ["a"] }],
    ["p drop a", { destructive: TRUE }],
    ["p remote drop", { destructive: TRUE }],
    ["p remote", anything("`p` may do anything")],
    ["p other a", anything("`p` may do anything")],
    ["p put a", { destructive: UNCERTAIN, reason: "`p put` changes more than files" }],
    ["p put -f a", anything("`p put` with `-f` may run anything")],
    ["p put --help", {}],
    ["p put -V", { ...anything("`p put` has no option `-V` that is known to be harmless") }],
    ["p show -o x a", { reads: ["a"], writes: ["x"] }],
    ["p -o x show a", { reads: ["a"], writes: ["x"] }],
    ["p -z show a", anything("`p` has no option `-z` that is known to be harmless")],
  ])("do in %s %j", (line, expected) => {
    expect(told(line, commands)).toStrictEqual(expected);
  });

  it("have their own options where those of the program stand before them only", () => {
    const before = { ...commands, before: true, options: "-o=> -n=" } as const;
    expect(told("p -o x show a", before)).toStrictEqual({ reads: ["a"], writes: ["x"] });
    expect(told("p -n x show a", before)).toStrictEqual({ reads: ["a"] });
    expect(told("p show -o x", before).reason).toBe(
      "`p show` has no option `-o` that is known to be harmless",
    );
    expect(told('p -n x show -- "a$x"', before)).toStrictEqual({ reads: ["a***"] });
  });
});

describe("a question for help", () => {
  it("is none where an interpreter is sent something", () => {
    const row = { does: "runs" } as const;
    expect(told("p --version", row)).toStrictEqual({});
    expect(told("p --version < x", row).destructive).toBe(UNCERTAIN);
    expect(told("p --help a", row).destructive).toBe(UNCERTAIN);
    expect(told("p -V x", row).destructive).toBe(UNCERTAIN);
    expect(told("p --version < x")).toStrictEqual({});
  });
});
