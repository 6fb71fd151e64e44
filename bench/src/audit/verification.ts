import { type StorageEngine, verifyLog } from "@capfence/core";
import type { VerifierKey } from "@capfence/core/tlog";
import { DisagreementError } from "../benchmark.ts";
import { median } from "../median.ts";

/** How fast a log is verified. */
export interface Verification {
  readonly records: number;
  readonly recordsPerSecond: number;
  /** Rows per second where they are only read, as `verifyLog` reads them. */
  readonly readPerSecond: number;
  readonly bytesPerRecord: number;
}

/** Verifies a log again and again, and reads it beside that. Throws `DisagreementError` where it is not found intact. */
export async function measureVerification(
  storage: StorageEngine,
  key: VerifierKey,
  quick: boolean,
): Promise<Verification> {
  const verified: number[] = [];
  const read: number[] = [];
  let records = 0;
  let bytes = 0;
  for (let round = 0; round < (quick ? 1 : 7); round += 1) {
    verified.push(
      await timed(async () => {
        const report = await verifyLog(storage, { keys: [key] });
        if (!report.intact) throw new DisagreementError("the log of the benchmark is not intact");
        records = report.entries;
        return records;
      }),
    );
    read.push(
      await timed(async () => {
        let rows = 0;
        bytes = 0;
        const take = ({ text }: { readonly text: string }): void => {
          rows += 1;
          bytes += text.length;
        };
        const entries = storage.entries();
        if (Symbol.asyncIterator in entries) for await (const entry of entries) take(entry);
        else for (const entry of entries) take(entry);
        return rows;
      }),
    );
  }
  return {
    records,
    recordsPerSecond: median(verified),
    readPerSecond: median(read),
    bytesPerRecord: bytes / records,
  };
}

async function timed(work: () => Promise<number>): Promise<number> {
  const start = performance.now();
  const operations = await work();
  return (operations * 1000) / (performance.now() - start);
}
