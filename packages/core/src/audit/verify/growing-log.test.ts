import { describe, expect, it } from "vitest";
import { MemoryStorage } from "../../storage/memory.ts";
import type { AuditEntry } from "../entry.ts";
import { generateSignerKey, readSignerKey } from "../../encoding/note/note-key.ts";
import type { RecordDraft } from "../record.ts";
import { ImmutableAuditTrail } from "../trail.ts";
import type { ReadableStore } from "../store.ts";
import { verifyLog } from "./verify-log.ts";

const signer = readSignerKey(generateSignerKey("growing.example"));
const outcome: RecordDraft = {
  kind: "outcome",
  time: "2026-01-01T00:00:00.000Z",
  decision: "call",
  outcome: "succeeded",
};

async function opened(store: MemoryStorage): Promise<ImmutableAuditTrail> {
  const trail = new ImmutableAuditTrail({ store, signer });
  await trail.append({ records: [outcome] });
  return trail;
}

/** A store to which something happens each time after the first that it is asked for entries. */
function changing(store: MemoryStorage, change: () => void): ReadableStore {
  return {
    openings: () => store.openings(),
    entries(writer?: string, from?: number): Iterable<AuditEntry> {
      change();
      return store.entries(writer, from);
    },
  };
}

describe("verification of a log that grows meanwhile", () => {
  it("finds nothing wrong with a writer that opens after it began", async () => {
    const store = new MemoryStorage();
    await opened(store);
    const late = new ImmutableAuditTrail({ store, signer });
    const report = await verifyLog(
      changing(store, () => void late.appendSync({ records: [outcome] })),
    );
    expect(report.findings).toEqual([]);
    expect(report.intact).toBe(true);
  });

  it("finds nothing wrong with records that are appended while it reads", async () => {
    const store = new MemoryStorage();
    const trail = await opened(store);
    const report = await verifyLog(
      changing(store, () => void trail.appendSync({ records: [outcome] })),
    );
    expect(report.findings).toEqual([]);
  });

  it("still finds a first record that is not listed as an opening", async () => {
    const store = new MemoryStorage();
    await opened(store);
    const report = await verifyLog({
      openings: () => [],
      entries: (writer, from) => store.entries(writer, from),
    });
    expect(report.findings.map(({ kind, seq }) => [kind, seq])).toEqual([["edited", 1]]);
  });
});
