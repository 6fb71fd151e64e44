import { canonicalJson } from "../encoding/canonical-json.ts";
import { isJsonObject, type JsonObject } from "../encoding/json.ts";
import { sha256Hex } from "../encoding/sha256.ts";
import { parseJson } from "../encoding/strict-json.ts";
import { RECORD_LIMITS } from "./record.ts";
import { type AuditEntry, type AuditHead, EMPTY_HEAD } from "./chain.ts";

/** One thing wrong with a log, at an entry. */
export interface AuditFinding {
  /**
   * `edited`: the entry's text is not what was hashed. `malformed`: it is not a record.
   * `missing`: entries before it are gone. `unlinked`: it does not follow the entry before it.
   */
  readonly kind: "edited" | "malformed" | "missing" | "unlinked";
  readonly seq: number;
  readonly message: string;
}

/** What a log looks like after every entry was read. */
export interface VerificationReport {
  readonly intact: boolean;
  readonly entries: number;
  readonly head: AuditHead;
  /** The first findings, at most 100. */
  readonly findings: readonly AuditFinding[];
  readonly findingCount: number;
}

const LISTED_FINDINGS = 100;

/** Checks a log entry by entry, in constant memory; it reads and never mends. */
export class ChainVerifier {
  readonly #findings: AuditFinding[] = [];
  #findingCount = 0;
  #entries = 0;
  #head: AuditHead = EMPTY_HEAD;

  /** Takes the next stored entry. */
  add(entry: AuditEntry): void {
    this.#entries += 1;
    const expected = this.#head.seq + 1;
    if (entry.seq > expected)
      this.#report(
        "missing",
        entry.seq,
        `${missing(expected, entry.seq - 1)} missing before entry ${entry.seq}`,
      );
    else if (entry.seq < expected)
      this.#report("unlinked", entry.seq, `entry ${entry.seq} stands after entry ${expected - 1}`);
    if (sha256Hex(entry.text) === entry.hash) this.#checkRecord(entry, entry.seq === expected);
    else
      this.#report(
        "edited",
        entry.seq,
        `entry ${entry.seq} was edited: its text does not match its hash`,
      );
    this.#head = { seq: entry.seq, hash: entry.hash };
  }

  /** The report over the entries taken so far. */
  report(): VerificationReport {
    return {
      intact: this.#findingCount === 0,
      entries: this.#entries,
      head: this.#head,
      findings: this.#findings,
      findingCount: this.#findingCount,
    };
  }

  #checkRecord(entry: AuditEntry, isNext: boolean): void {
    const record = readRecord(entry.text);
    if (record === undefined || record["seq"] !== entry.seq || record["v"] !== 1)
      this.#report(
        "malformed",
        entry.seq,
        `entry ${entry.seq} is not record ${entry.seq} of a log`,
      );
    else if (isNext && record["prev"] !== this.#head.hash)
      this.#report(
        "unlinked",
        entry.seq,
        `entry ${entry.seq} does not follow the entry before it: one of the two was replaced`,
      );
  }

  #report(kind: AuditFinding["kind"], seq: number, message: string): void {
    this.#findingCount += 1;
    if (this.#findings.length < LISTED_FINDINGS) this.#findings.push({ kind, seq, message });
  }
}

/** Checks a whole log. */
export async function verifyEntries(
  entries: Iterable<AuditEntry> | AsyncIterable<AuditEntry>,
): Promise<VerificationReport> {
  const verifier = new ChainVerifier();
  for await (const entry of entries) verifier.add(entry);
  return verifier.report();
}

/** A stored record, if its text is one in canonical form. */
function readRecord(text: string): JsonObject | undefined {
  try {
    const value = parseJson(text, RECORD_LIMITS);
    return isJsonObject(value) && canonicalJson(value) === text ? value : undefined;
  } catch {
    return undefined;
  }
}

const missing = (first: number, last: number): string =>
  first === last ? `entry ${first} is` : `entries ${first} to ${last} are`;
