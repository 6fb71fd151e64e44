import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startProgram } from "./acting.ts";
import { expectSound } from "./invariants.ts";
import { report, share, TIME } from "./share.ts";
import { newSite, removeSite, type Site } from "./site.ts";
import { Together } from "./together.ts";

const APPEND = new URL("./append-records.ts", import.meta.url);
const PROCESSES = 8;
const RECORDS = share(500, 10_000);

let site: Site;
beforeEach(() => {
  site = newSite();
});
afterEach(() => removeSite(site));

describe("a log that processes share", () => {
  it(
    `loses nothing when ${PROCESSES} processes append ${RECORDS} records each, and every writer verifies`,
    async () => {
      const names = Array.from({ length: PROCESSES }, (_, index) => `process-${index}`);
      const processes = new Together(
        names.map((name) => startProgram(APPEND, { site, name, count: RECORDS })),
      );
      await processes.go();
      const started = performance.now();
      expect(await processes.ended()).toEqual(names.map(() => 0));
      const seconds = (performance.now() - started) / 1000;
      const { records, report: verified } = await expectSound(site, []);
      report(
        `${PROCESSES} processes, ${records.length} records in ${seconds.toFixed(1)} s, verified`,
      );
      expect(verified.writers).toHaveLength(PROCESSES);
      const byWriter = Map.groupBy(records, ({ writer }) => writer);
      const appended = [...byWriter.values()].map((log) =>
        log.flatMap((record) => (record.kind === "outcome" ? [record.decision] : [])),
      );
      const expected = names.map((name) =>
        Array.from({ length: RECORDS }, (_, index) => `${name}-${index}`),
      );
      // Which writer is which process only its records say.
      const sorted = appended.toSorted((one, other) =>
        (one[0] ?? "").localeCompare(other[0] ?? ""),
      );
      expect(sorted).toEqual(expected);
      for (const writer of verified.writers) {
        expect(writer).toMatchObject({ closed: true, key: "faults.example" });
        expect(writer.anchored).toBe(writer.size - 1);
      }
    },
    TIME,
  );
});
