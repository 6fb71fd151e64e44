import type { AuditEntry } from "../entry.ts";
import { type WriterFacts, WriterLog } from "./writer-log.ts";

const PROGRESS = 10_000;

/** Reads all entries the quick way, each into the log of its writer; `onProgress` is told of their number now and then. */
export async function readLogs(
  entries: Iterable<AuditEntry> | AsyncIterable<AuditEntry>,
  factsOf: (first: AuditEntry) => WriterFacts,
  onProgress: ((entries: number) => void) | undefined,
): Promise<readonly WriterLog[]> {
  const logs = new Map<string, WriterLog>();
  let count = 0;
  let log: WriterLog | undefined;
  const take = (entry: AuditEntry): void => {
    const { writer } = entry;
    // Mostly the one before: to look up a text that was just read costs more than to compare it.
    if (log?.facts.writer !== writer) {
      log = logs.get(writer) ?? new WriterLog(factsOf(entry));
      logs.set(writer, log);
    }
    log.add(entry);
    count += 1;
    if (count % PROGRESS === 0) onProgress?.(count);
  };
  // Waiting for each of a million entries that are at hand would take longer than reading them.
  if (Symbol.asyncIterator in entries) for await (const entry of entries) take(entry);
  else for (const entry of entries) take(entry);
  for (const one of logs.values()) one.finish();
  return [...logs.values()];
}
