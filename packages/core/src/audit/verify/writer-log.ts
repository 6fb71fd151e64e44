import { toHex } from "../../encoding/hex.ts";
import { type AuditEntry, NO_RECORD } from "../entry.ts";
import { Frontier } from "../merkle/frontier.ts";
import { type Hash, leafHash, sameHash } from "../merkle/hash.ts";
import type { VerifierKey } from "../../encoding/note/note-key.ts";
import type { OpenRecord } from "../record.ts";
import { checkCheckpoint } from "./checkpoint-check.ts";
import type { Claim } from "./claim.ts";
import type { LastCheckpoint, SoundPart } from "./locate-damage.ts";
import { readRow } from "./row.ts";

/** RFC 8785 puts `kind` first in these records, and something else in those with more to say. */
const CHECKPOINT = '{"kind":"checkpoint",';
const CLOSE = '{"kind":"close",';

/** So many checkpoints may pass before the signature of one is checked; after a bad one, so many are read again. */
const SKIPPED = 64;

/** A log up to a checkpoint that fits it. */
interface Fitting {
  readonly frontier: Frontier;
  /** The leaf hash of the checkpoint's record, in hex. */
  readonly head: string;
  readonly time: string | undefined;
}

interface Unchecked extends Fitting {
  readonly whyUnsigned: () => string | undefined;
}

/** What is known of a writer before its log is read. */
export interface WriterFacts {
  readonly writer: string;
  readonly open: OpenRecord | undefined;
  /** The key that its checkpoints must be signed with, if there is one that is trusted. */
  readonly key: VerifierKey | undefined;
  /** What others know of it, by size. */
  readonly claims: readonly Claim[];
}

/**
 * Reads one log the quick way: as long as the tree over its records has the roots that its checkpoints say, nothing
 * in them needs to be looked at. Memory does not grow with the log.
 */
export class WriterLog {
  readonly facts: WriterFacts;
  readonly #frontier = new Frontier();
  readonly #held: Claim[] = [];
  /** How many of the claims were looked at. */
  #checked = 0;
  #leaf: Hash | undefined;
  #sound: Fitting = { frontier: new Frontier(), head: NO_RECORD, time: undefined };
  /** The last checkpoint that fits, with a signature that is yet to be checked. */
  #unchecked: Unchecked | undefined;
  #skipped = 0;
  #isSound = true;
  #closedAt: number | undefined;
  #awaitsCheckpoint = false;
  #entries = 0;

  constructor(facts: WriterFacts) {
    this.facts = facts;
  }

  /** How many entries there were. */
  get entries(): number {
    return this.#entries;
  }

  /** The root over the entries read so far, as they came. */
  get root(): Hash {
    return this.#frontier.root();
  }

  /** Up to where the log is signed, and when that was. */
  get checkpointed(): LastCheckpoint | undefined {
    const { time, frontier } = this.#sound;
    return time === undefined ? undefined : { size: frontier.size, time };
  }

  /** The place of the record that says that nothing follows, as far as the log is known to be sound. */
  get closedAt(): number | undefined {
    const { size } = this.#sound.frontier;
    return this.#closedAt !== undefined && this.#closedAt <= size ? this.#closedAt : undefined;
  }

  /** The claims that turned out to hold. */
  get held(): readonly Claim[] {
    return this.#held;
  }

  /** Takes the next entry. */
  add(entry: AuditEntry): void {
    this.#entries += 1;
    const seq = this.#frontier.size + 1;
    if (this.#isSound) {
      if (entry.seq !== seq) this.#isSound = false;
      else if (entry.text.startsWith(CHECKPOINT)) this.#isSound = this.#takeCheckpoint(entry);
      else if (this.#awaitsCheckpoint) this.#isSound = false;
    }
    this.#leaf = leafHash(entry.text);
    this.#frontier.append(this.#leaf);
    if (!this.#isSound) return;
    this.#awaitsCheckpoint = entry.text.startsWith(CLOSE);
    if (this.#awaitsCheckpoint) this.#closedAt = seq;
    const { claims } = this.facts;
    for (let next = claims[this.#checked]; next?.size === seq; next = claims[this.#checked])
      this.#check(next);
  }

  /** To be called when there are no more entries. */
  finish(): void {
    this.#checkSignature();
  }

  /** What has to be read again record by record: all after the last checkpoint that fits. */
  get rest(): SoundPart {
    const { writer, open, key, claims } = this.facts;
    return {
      writer,
      frontier: this.#sound.frontier,
      head: this.#sound.head,
      key,
      signed: open?.key !== undefined,
      claims: claims.filter(({ size }) => size >= this.#sound.frontier.size),
    };
  }

  /** Whether there is nothing to be read again. */
  get isSettled(): boolean {
    return (
      this.#isSound &&
      this.#checked === this.facts.claims.length &&
      this.#sound.frontier.size === this.#frontier.size
    );
  }

  /** Whether a checkpoint fits what stands before it. */
  #takeCheckpoint(entry: AuditEntry): boolean {
    const { record, leafHex, leaf } = readRow(entry);
    if (record?.kind !== "checkpoint") return false;
    const { writer, key } = this.facts;
    const size = this.#frontier.size;
    const { root, whyUnsigned } = checkCheckpoint(record, { writer, size, key });
    const head = this.#leaf === undefined ? NO_RECORD : toHex(this.#leaf);
    if (key === undefined || root === undefined || record.prev !== head) return false;
    if (!sameHash(root, this.#frontier.root())) return false;
    const frontier = this.#frontier.copy();
    frontier.append(leaf);
    this.#unchecked = { frontier, head: leafHex, time: record.time, whyUnsigned };
    this.#skipped += 1;
    if (this.#skipped >= SKIPPED) this.#checkSignature();
    return true;
  }

  /** A tree that is signed once holds all signatures before that one; so of many in a row only the last is checked. */
  #checkSignature(): void {
    if (this.#unchecked?.whyUnsigned() === undefined) this.#sound = this.#unchecked ?? this.#sound;
    else this.#isSound = false;
    this.#unchecked = undefined;
    this.#skipped = 0;
  }

  #check(claim: Claim): void {
    const { root, head } = claim;
    const fits =
      (root === undefined || sameHash(root, this.#frontier.root())) &&
      (head === undefined || (this.#leaf !== undefined && head === toHex(this.#leaf)));
    if (fits) this.#held.push(claim);
    else this.#isSound = false;
    // A checkpoint that was kept elsewhere stands in the log as well.
    this.#awaitsCheckpoint ||= claim.by === undefined;
    this.#checked += 1;
  }
}
