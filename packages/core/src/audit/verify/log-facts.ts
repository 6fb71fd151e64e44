import type { AuditEntry } from "../entry.ts";
import type { VerifierKey } from "../../encoding/note/note-key.ts";
import { isOpenRecord } from "../open-record.ts";
import type { OpenRecord } from "../record.ts";
import type { Claim } from "./claim.ts";
import { readRow } from "./row.ts";
import type { TrustedKeys } from "./trusted-keys.ts";
import type { WriterFacts } from "./writer-log.ts";

/** What the first records of all writers say: who signs, and how far others had come. */
export class LogFacts {
  readonly #trusted: TrustedKeys;
  readonly #opens = new Map<string, OpenRecord>();
  readonly #late = new Set<string>();
  /** The texts of the openings, to be compared with those in the logs themselves. */
  readonly #listed = new Map<string, string>();
  readonly #contradicted = new Set<string>();
  #claims: ReadonlyMap<string, readonly Claim[]> = new Map();

  constructor(openings: readonly AuditEntry[], trusted: TrustedKeys) {
    this.#trusted = trusted;
    for (const entry of openings) {
      this.#listed.set(entry.writer, entry.text);
      this.#readOpening(entry);
    }
  }

  /** The records that open a log, in the order in which they came. */
  get opens(): readonly OpenRecord[] {
    return [...this.#opens.values()];
  }

  /** What is known of the logs from elsewhere, the smallest first. */
  set claims(claims: readonly Claim[]) {
    this.#claims = Map.groupBy(claims, ({ writer }) => writer);
  }

  /** Writers whose first record was not among the openings, and is not among those that there are now either. */
  unlisted(openings: readonly AuditEntry[]): readonly string[] {
    const listed = new Set(openings.map(({ writer }) => writer));
    return [...this.#late].filter((writer) => this.#opens.has(writer) && !listed.has(writer));
  }

  /** Writers whose log begins with another record than the one that was among the openings. */
  get contradicted(): readonly string[] {
    return [...this.#contradicted];
  }

  /** Whether some writers were not among the openings. */
  get hasLate(): boolean {
    return this.#late.size > 0;
  }

  /** The key that a writer signs with, where that is trusted. */
  keyOf(writer: string): VerifierKey | undefined {
    const open = this.#opens.get(writer);
    return open?.key === undefined ? undefined : this.#trusted.keyOf(open.key, open.succession);
  }

  /** What is known of a writer before its log is read, of which `entry` is the first. */
  of(entry: AuditEntry): WriterFacts {
    const { writer } = entry;
    const listed = this.#listed.get(writer);
    if (listed !== undefined && listed !== entry.text) this.#contradicted.add(writer);
    // It may have opened since the openings were read.
    if (!this.#opens.has(writer)) {
      this.#late.add(writer);
      this.#readOpening(entry);
    }
    return {
      writer,
      open: this.#opens.get(writer),
      key: this.keyOf(writer),
      claims: this.#claims.get(writer) ?? [],
    };
  }

  #readOpening(entry: AuditEntry): void {
    const { record } = readRow(entry);
    if (isOpenRecord(record) && record.seq === 1) this.#opens.set(entry.writer, record);
  }
}
