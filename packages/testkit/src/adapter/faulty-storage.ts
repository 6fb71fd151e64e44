import { type AuditRecord, type Commit, MemoryStorage, readRecord } from "@capfence/core";

/** A memory store that can be told to fail. */
export class FaultyStorage extends MemoryStorage {
  /** Which records cannot be stored, nor anything with them. */
  refuses: (record: AuditRecord) => boolean = () => false;

  constructor() {
    super("testkit");
  }

  override commit({ reads, insertions }: Commit): void {
    super.commit({
      reads,
      insertions: (state) => {
        const made = insertions(state);
        if (made.entries.some((entry) => this.refuses(readRecord(entry))))
          throw new Error("disk full");
        return made;
      },
    });
  }
}
