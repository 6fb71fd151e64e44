import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeLog, rechained, renumbered, signer, storeOf } from "../../../test/tampering.ts";
import type { AuditEntry } from "../entry.ts";
import { verifyLog } from "./verify-log.ts";

const RUNS = 3_000;
const log = makeLog(40);
const other = makeLog(40, "retold");
const kept = { note: log.notes.at(-1) ?? "", source: "a copy" };
const options = { keys: [signer.verifier], checkpoints: [kept] };

type Rows = readonly AuditEntry[];

/** A place in a log, as a share of its length. */
const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const at = (rows: Rows, part: number): number => Math.floor(part * rows.length);

/** What somebody with access to the rows can do to them. */
const tampering: fc.Arbitrary<(rows: Rows) => Rows> = fc.oneof(
  share.map((part) => (rows: Rows) => rows.filter((_, index) => index !== at(rows, part))),
  share.map((part) => (rows: Rows) => rows.slice(0, at(rows, part))),
  share.map((part) => (rows: Rows) => rows.slice(at(rows, part))),
  fc.tuple(share, share).map(([one, two]) => (rows: Rows) => {
    const [from, to] = [rows[at(rows, one)], rows[at(rows, two)]];
    return rows.map((row, index) => {
      if (index === at(rows, one)) return { ...row, text: to?.text ?? "" };
      return index === at(rows, two) ? { ...row, text: from?.text ?? "" } : row;
    });
  }),
  fc.tuple(share, share).map(([one, two]) => (rows: Rows) => {
    const row = rows[at(rows, one)];
    return row === undefined ? rows : rows.toSpliced(at(rows, two), 0, row);
  }),
  fc.tuple(share, share).map(([one, two]) => (rows: Rows) => {
    const stolen = other.entries[at(other.entries, one)];
    return stolen === undefined ? rows : rows.toSpliced(at(rows, two), 1, stolen);
  }),
  fc.tuple(share, share, fc.string({ maxLength: 3 })).map(
    ([one, two, text]) =>
      (rows: Rows) =>
        rows.map((row, index) => {
          if (index !== at(rows, one)) return row;
          const place = Math.floor(two * row.text.length);
          return { ...row, text: row.text.slice(0, place) + text + row.text.slice(place + 1) };
        }),
  ),
  fc.tuple(share, fc.integer({ min: -2, max: 60 })).map(
    ([one, seq]) =>
      (rows: Rows) =>
        rows.map((row, index) => (index === at(rows, one) ? { ...row, seq } : row)),
  ),
  fc.constant((rows: Rows) => renumbered(rows)),
  fc.constant((rows: Rows) => {
    try {
      return rechained(rows);
    } catch {
      // A text that is no JSON any more cannot be made to fit.
      return rows;
    }
  }),
);

/** What is told, in order; the numbers of the rows only say in which. */
const plain = (rows: Rows): string =>
  JSON.stringify(rows.toSorted((one, two) => one.seq - two.seq).map(({ text }) => text));

describe("a log that was tampered with at random", () => {
  it("is never called intact, given one checkpoint kept outside", async () => {
    const sound = plain(log.entries);
    await fc.assert(
      fc.asyncProperty(fc.array(tampering, { minLength: 1, maxLength: 4 }), async (steps) => {
        const rows = steps.reduce((made, step) => step(made), log.entries);
        const { intact, findings } = await verifyLog(storeOf(rows), options);
        expect(intact && plain(rows) !== sound).toBe(false);
        expect(findings.length > 0).toBe(!intact);
      }),
      { numRuns: RUNS },
    );
  });
});
