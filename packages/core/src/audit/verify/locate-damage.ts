import type { AuditEntry } from "../entry.ts";
import type { Frontier } from "../merkle/frontier.ts";
import { type Hash, sameHash } from "../merkle/hash.ts";
import type { CheckpointRecord } from "../record.ts";
import { checkCheckpoint } from "./checkpoint-check.ts";
import { chooseRow, rootIn } from "./choose-row.ts";
import { KnownTree } from "./known-tree.ts";
import type { Claim } from "./claim.ts";
import { type PlacedRow, placeRows, type Report } from "./place-rows.ts";
import type { Row } from "./row.ts";
import type { VerifierKey } from "../../encoding/note/note-key.ts";

/** A log up to where it is known to be sound. */
export interface SoundPart {
  readonly writer: string;
  /** The edge of the tree so far. */
  readonly frontier: Frontier;
  /** The leaf hash of the last record, in hex; 64 zeros where there is none. */
  readonly head: string;
  readonly key: VerifierKey | undefined;
  readonly signed: boolean;
  /** What others know of the rest, by size. */
  readonly claims: readonly Claim[];
}

/** Up to where a log is signed, and when that was. */
export interface LastCheckpoint {
  readonly size: number;
  readonly time: string;
}

/** What the slow way through a log came to. */
export interface DamageReport {
  /** The last record that there is, and how many rows were read. */
  readonly size: number;
  readonly rows: number;
  /** The root over all records; undefined where not every one of them is known. */
  readonly root: Hash | undefined;
  /** The last checkpoint that is signed and fits, if there is one here. */
  readonly checkpointed: LastCheckpoint | undefined;
  /** The place of the record that says that nothing follows. */
  readonly closedAt: number | undefined;
  /** Up to where records do not fit a checkpoint of the log itself. */
  readonly rewritten: number;
  /** The claims that turned out to hold. */
  readonly held: readonly Claim[];
  /** Those that contradict what is there. */
  readonly broken: readonly Claim[];
}

/**
 * Reads a log record by record from where it is known to be sound, and says which were edited, are missing or were
 * inserted: every record carries the hash of the one before it, so that what stood in a place is known from the next.
 * With those hashes the tree goes on, so that checkpoints after the damage still vouch for what is around it.
 */
export async function locateDamage(
  part: SoundPart,
  entries: Iterable<AuditEntry> | AsyncIterable<AuditEntry>,
  report: Report,
): Promise<DamageReport> {
  const locator = new DamageLocator(part, report);
  const placed = placeRows(entries, part.frontier.size, (...finding) => locator.report(...finding));
  for await (const row of placed) locator.add(row);
  return locator.finish();
}

/** Three rows in a row, of which the first is about to be settled. */
class DamageLocator {
  readonly #part: SoundPart;
  readonly #reportTo: Report;
  readonly #window: PlacedRow[] = [];
  readonly #held: Claim[] = [];
  readonly #broken: Claim[] = [];
  readonly #claims: ReadonlyMap<number, readonly Claim[]>;
  readonly #tree: KnownTree;
  #size: number;
  #rows = 0;
  #checkpointed: LastCheckpoint | undefined;
  #closedAt: number | undefined;
  #rewritten = 0;
  /** Up to where all is explained: by the sound part, a checkpoint that fits, or a finding. */
  #explained: number;
  /** The place of a record that is known to be edited before it is settled. */
  #blamed = 0;
  #edited = 0;

  constructor(part: SoundPart, report: Report) {
    this.#part = part;
    this.#reportTo = report;
    this.#claims = Map.groupBy(part.claims, ({ size }) => size);
    this.#tree = new KnownTree(part.frontier, part.head);
    this.#size = part.frontier.size;
    this.#explained = this.#size;
    // What is said of the sound part as a whole may be what made the rest be read.
    this.#checkClaims();
  }

  report(...[kind, seq, message, last]: Parameters<Report>): void {
    // That a record was replaced is said once, however much of it does not fit.
    if (kind === "edited" && seq === this.#edited) return;
    if (kind === "edited") this.#edited = seq;
    if (kind === "rewritten") this.#rewritten = last ?? seq;
    this.#explained = Math.max(this.#explained, last ?? seq);
    this.#reportTo(kind, seq, message, last);
  }

  add(row: PlacedRow): void {
    this.#rows += row.candidates.length;
    this.#window.push(row);
    if (this.#window.length > 2) this.#settle();
  }

  finish(): DamageReport {
    while (this.#window.length > 0) this.#settle();
    return {
      size: this.#size,
      rows: this.#rows,
      root: this.#tree.root,
      checkpointed: this.#checkpointed,
      closedAt: this.#closedAt,
      rewritten: this.#rewritten,
      held: this.#held,
      broken: this.#broken,
    };
  }

  /** Decides which record stood in the place of the first row, and with it the leaf of the tree. */
  #settle(): void {
    const [row, next, afterNext] = this.#window;
    this.#window.shift();
    if (row === undefined) return;
    this.#enter(row);
    const vouched = next?.missing === 0 ? next.record?.prev : undefined;
    const chosen = chooseRow(row, vouched, this.#tree.head, {
      ...this.#part,
      size: row.position - 1,
    });
    this.#checkOrder(row);
    if (chosen.record?.kind === "checkpoint" && row.record !== undefined)
      this.#checkCheckpoint(row.position, chosen.record);
    const edited = row.record === undefined || this.#blamed === row.position;
    if (edited) this.#tree.append(vouched);
    else if (vouched === undefined || vouched === chosen.leafHex) this.#tree.append(chosen.leafHex);
    else if (this.#isNextToBlame(chosen, next, afterNext)) {
      this.#blame((next as PlacedRow).position);
      this.#tree.append(chosen.leafHex);
    } else {
      this.#blame(row.position);
      this.#tree.append(vouched);
    }
    this.#size = row.position;
    this.#checkClaims();
  }

  /** What may stand where: a checkpoint that is kept elsewhere stands in the log as well, and little follows the close. */
  #checkOrder({ position, record }: PlacedRow): void {
    if (record === undefined) return;
    const isKept = this.#claims
      .get(position - 1)
      ?.some((claim) => claim.by === undefined && !this.#broken.includes(claim));
    if (this.#closedAt === position - 1 && record.kind !== "checkpoint")
      this.report("inserted", position, `record ${position} comes after the log was closed`);
    else if (isKept && record.kind !== "checkpoint")
      this.report("edited", position, `record ${position} is not the checkpoint that was kept`);
    if (record.kind === "close") this.#closedAt ??= position;
  }

  /** What stands before a row: nothing, the row before it, or a hole. */
  #enter(row: PlacedRow): void {
    if (row.missing > 0) {
      // One missing record is known by what the next says of it; of several only the last is.
      const { missing, record } = row;
      if (missing === 1) this.#tree.append(record?.prev);
      else this.#tree.skipTo(record?.prev);
    } else if (
      row.record !== undefined &&
      row.record.prev !== this.#tree.head &&
      this.#blamed !== row.position &&
      row.position === this.#part.frontier.size + 1
    ) {
      // What stands before the first row is known to be sound.
      this.#blame(row.position);
    }
  }

  /** Where two records do not fit, the second is to blame if it does not fit the third either, or its checkpoint the first. */
  #isNextToBlame(chosen: Row, next: PlacedRow | undefined, third: PlacedRow | undefined): boolean {
    const [row] = next?.candidates ?? [];
    if (next === undefined || row === undefined) return false;
    if (third !== undefined && third.missing === 0 && third.record !== undefined)
      return third.record.prev !== row.leafHex;
    const root = this.#tree.rootWith(chosen.leaf);
    const claimed = rootIn(next.record, { ...this.#part, size: next.position - 1 });
    return root !== undefined && claimed !== undefined && sameHash(root, claimed);
  }

  #blame(position: number): void {
    this.#blamed = position;
    this.report("edited", position, `record ${position} is not what was recorded in its place`);
  }

  #checkCheckpoint(position: number, record: CheckpointRecord): void {
    const { writer, key, signed } = this.#part;
    const size = position - 1;
    const { root, whyUnsigned } = checkCheckpoint(record, { writer, size, key });
    const unsigned = whyUnsigned();
    if (unsigned !== undefined && signed)
      this.report("bad_signature", position, `the checkpoint in record ${position} ${unsigned}`);
    else if (root === undefined)
      this.report(
        "edited",
        position,
        `record ${position} holds a checkpoint that is not of its place`,
      );
    if (root === undefined) return;
    this.#compare(position, root);
    if (unsigned === undefined && this.#tree.holds({ root }) === true)
      this.#checkpointed = { size: position, time: record.time };
  }

  #checkClaims(): void {
    for (const claim of this.#claims.get(this.#size) ?? []) {
      const fits = this.#tree.holds(claim);
      if (fits !== undefined) (fits ? this.#held : this.#broken).push(claim);
    }
  }

  /** Compares the tree with the root that a record says. */
  #compare(position: number, root: Hash): void {
    const fits = this.#tree.holds({ root });
    const size = position - 1;
    if (fits === undefined) return;
    if (fits) {
      this.#explained = Math.max(this.#explained, size);
      return;
    }
    const first = this.#explained + 1;
    const source = `the checkpoint in record ${position}`;
    if (first <= size)
      this.report("rewritten", first, describeRewritten(first, size, source), size);
    else this.report("edited", position, `${source} does not fit the records before it`);
    // The tree is not the one that was signed; what follows can only be checked by its links.
    this.#tree.skipTo(this.#tree.head);
  }
}

function describeRewritten(first: number, last: number, source: string): string {
  return `records ${first} to ${last} fit each other, but not ${source}`;
}
