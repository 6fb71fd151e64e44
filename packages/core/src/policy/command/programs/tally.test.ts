import { describe, expect, it } from "vitest";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../../truth.ts";
import type { Word } from "../run.ts";
import type { Does } from "./row.ts";
import { Tally } from "./tally.ts";

interface Told {
  readonly destructive?: Truth;
  readonly network?: Truth;
  readonly reads?: readonly Word[];
  readonly readsOthers?: Truth;
  readonly writes?: readonly Word[];
  readonly writesOthers?: Truth;
  readonly reason?: string;
}

function effects(told: Told) {
  return {
    destructive: told.destructive ?? FALSE,
    network: told.network ?? FALSE,
    reads: { paths: told.reads ?? [], others: told.readsOthers ?? FALSE, folders: [] },
    writes: { paths: told.writes ?? [], others: told.writesOthers ?? FALSE, folders: [] },
    reason: told.reason,
  };
}

describe("what a program does", () => {
  it.each<[Does, Told, Told]>([
    ["prints", {}, {}],
    ["lists", { reads: ["."] }, { reads: ["a", "b*", "c"] }],
    ["reads", {}, { reads: ["a", "b*", "c"] }],
    ["searches", {}, { reads: ["b*", "c"] }],
    ["writes", {}, { writes: ["a", "b*", "c"] }],
    ["copies", {}, { reads: ["a", "b*"], writes: ["c"] }],
    ["derives", {}, { reads: ["a"], writes: ["b*", "c"] }],
    ["destroys", { destructive: TRUE }, { destructive: TRUE, writes: ["a", "b*", "c"] }],
    ["updates", { writesOthers: TRUE }, { writesOthers: TRUE }],
    ["asks", { network: TRUE }, { network: TRUE }],
    ["fetches", { network: TRUE, writesOthers: TRUE }, { network: TRUE, writesOthers: TRUE }],
    [
      "reveals",
      { destructive: UNCERTAIN, reason: "why" },
      { destructive: UNCERTAIN, reason: "why" },
    ],
    [
      "changes",
      { destructive: UNCERTAIN, reason: "why" },
      { destructive: UNCERTAIN, reason: "why" },
    ],
    [
      "sends",
      { destructive: UNCERTAIN, network: TRUE, writesOthers: TRUE, reason: "why" },
      { destructive: UNCERTAIN, network: TRUE, writesOthers: TRUE, reason: "why" },
    ],
    ["wrecks", { destructive: TRUE }, { destructive: TRUE }],
    ["razes", { destructive: TRUE, network: TRUE }, { destructive: TRUE, network: TRUE }],
    [
      "runs",
      {
        destructive: UNCERTAIN,
        network: UNCERTAIN,
        readsOthers: UNCERTAIN,
        writesOthers: UNCERTAIN,
        reason: "why",
      },
      {
        destructive: UNCERTAIN,
        network: UNCERTAIN,
        readsOthers: UNCERTAIN,
        writesOthers: UNCERTAIN,
        reason: "why",
      },
    ],
  ])("when it %s is %j without operands and %j with some", (does, bare, some) => {
    expect(new Tally().add(does, [], "why").result()).toStrictEqual(effects(bare));
    expect(new Tally().add(does, ["a", "b*", "c"], "why").result()).toStrictEqual(effects(some));
  });

  it("may derive one of the files that a pattern stands for from another", () => {
    for (const word of ["a*", "a?", "a[b]"])
      expect(new Tally().add("derives", [word], "").result().writes.paths).toStrictEqual([word]);
    expect(new Tally().add("derives", [undefined, undefined], "").result()).toMatchObject({
      reads: { paths: [undefined] },
      writes: { paths: [undefined] },
    });
  });

  it("is never taken back by what is less", () => {
    const worst = new Tally().destroys().connects().writesOthers().readsOthers();
    expect(worst.anything("why").result()).toStrictEqual(
      effects({
        destructive: TRUE,
        network: TRUE,
        readsOthers: UNCERTAIN,
        writesOthers: TRUE,
        reason: "why",
      }),
    );
  });

  it("keeps the first reason", () => {
    expect(new Tally().changes("first").anything("second").result().reason).toBe("first");
  });

  it("leaves out what is no file", () => {
    const paths = ["-", "/dev/null", "/dev/stdout", "/dev/stderr", "/dev/tty", "/dev/fd/3", "a"];
    const { reads, writes } = new Tally().reads(paths).writes(paths).result();
    expect(reads.paths).toStrictEqual(paths.slice(1));
    expect(writes.paths).toStrictEqual(["a"]);
    const others = ["/dev/nullx", "x/dev/null", "--", "/dev/fd/x", undefined];
    expect(new Tally().writes(others).result().writes.paths).toStrictEqual(others);
  });
});
