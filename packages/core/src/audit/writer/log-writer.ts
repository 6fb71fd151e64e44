import { canonicalJson } from "../../encoding/canonical-json.ts";
import { fromHex } from "../../encoding/hex.ts";
import type { Json } from "../../encoding/json.ts";
import { parseJson } from "../../encoding/strict-json.ts";
import { type AuditEntry, NO_RECORD } from "../entry.ts";
import { Frontier } from "../merkle/frontier.ts";
import { type Hash, leafHashHex } from "../merkle/hash.ts";
import { timeLine, writeCheckpoint } from "../note/checkpoint.ts";
import { signNote, writeNote } from "../../encoding/note/note.ts";
import type { SignerKey } from "../../encoding/note/note-key.ts";
import { NO_PLACE, RECORD_LIMITS, RECORD_VERSION, type RecordDraft } from "../record.ts";

/** A checkpoint that a writer made, and the entry that holds it. */
export interface MadeCheckpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
  /** The signed note, as text. */
  readonly note: string;
}

/** A text no longer than this is no deeper and no larger than a record may be. */
const SURELY_READABLE = 4096;

/** Links records into the log of one writer, and signs checkpoints over it; it keeps nothing but the right edge. */
export class LogWriter {
  readonly writer: string;
  /** The policy of the last decision. */
  policyDigest = "";
  readonly #signer: SignerKey | undefined;
  readonly #frontier = new Frontier();
  #prev = NO_RECORD;
  #checkpointed = 0;

  /** Without a signer, it makes no checkpoints. */
  constructor(writer: string, signer?: SignerKey) {
    this.writer = writer;
    this.#signer = signer;
  }

  /** How many records there are. */
  get size(): number {
    return this.#frontier.size;
  }

  /** How many of them no checkpoint covers; 0 where there will be none. */
  get uncovered(): number {
    return this.#signer === undefined ? 0 : this.size - this.#checkpointed;
  }

  /** The entry that a record becomes. Throws `JsonError` or `TypeError` for one that could not be read back. */
  link(draft: RecordDraft): AuditEntry {
    const seq = this.size + 1;
    const { writer } = this;
    const record = { ...draft, v: RECORD_VERSION, writer, seq, prev: this.#prev };
    const text = canonicalJson(record as unknown as Json);
    // Whatever is stored must be readable by whoever verifies it; only a lone surrogate is written as an escape.
    if (text.length > SURELY_READABLE || text.includes("\\ud")) parseJson(text, RECORD_LIMITS);
    this.#prev = leafHashHex(text);
    this.#frontier.append(fromHex(this.#prev));
    return { writer, seq, text };
  }

  /** A signed checkpoint over all records so far, and the entry it is kept in; undefined without a signer. */
  checkpoint(
    time: string,
  ): { readonly made: MadeCheckpoint; readonly entry: AuditEntry } | undefined {
    const signer = this.#signer;
    if (signer === undefined) return undefined;
    const origin = `${signer.verifier.name}/${this.writer}`;
    const { size } = this;
    const root = this.#frontier.root();
    const text = writeCheckpoint({ origin, size, root, extensions: [timeLine(time)] });
    const note = writeNote(signNote(text, signer));
    const { prev, seq, v, writer } = NO_PLACE;
    const entry = this.link({ kind: "checkpoint", note, prev, seq, time, v, writer });
    // The checkpoint's own record needs no checkpoint until another follows it.
    this.#checkpointed = this.size;
    return { made: { origin, size, root, note }, entry };
  }
}
