import type { AuditEntry } from "@capfence/core";

/** Entries that are at hand, or have to be waited for. */
export type Entries = Iterable<AuditEntry> | AsyncIterable<AuditEntry>;

/** Somebody who is told what happens while entries are read. */
export interface Observer {
  readonly read: (entry: AuditEntry) => void;
  /** Told why reading stopped; throws it again where it is to go further. */
  readonly failed?: (error: unknown) => void;
}

/** The same entries, read before somebody's eyes; what is at hand stays at hand. */
export function observe(entries: Entries, observer: Observer): Entries {
  return Symbol.asyncIterator in entries ? awaited(entries, observer) : atHand(entries, observer);
}

function* atHand(entries: Iterable<AuditEntry>, observer: Observer): Generator<AuditEntry> {
  try {
    for (const entry of entries) {
      observer.read(entry);
      yield entry;
    }
  } catch (error) {
    stopped(observer, error);
  }
}

async function* awaited(
  entries: AsyncIterable<AuditEntry>,
  observer: Observer,
): AsyncGenerator<AuditEntry> {
  try {
    for await (const entry of entries) {
      observer.read(entry);
      yield entry;
    }
  } catch (error) {
    stopped(observer, error);
  }
}

function stopped({ failed }: Observer, error: unknown): void {
  if (failed === undefined) throw error;
  failed(error);
}
