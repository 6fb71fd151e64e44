import type { PublishedCheckpoint } from "../src/audit/anchor.ts";
import { Frontier } from "../src/audit/merkle/frontier.ts";
import { type Hash, leafHash } from "../src/audit/merkle/hash.ts";
import { proveConsistency } from "../src/audit/merkle/prove.ts";
import { writeCheckpoint } from "../src/audit/note/checkpoint.ts";
import { signNote, writeNote } from "../src/encoding/note/note.ts";
import type { SignerKey } from "../src/encoding/note/note-key.ts";

const LENGTH = 256;

/** A log of numbered leaves, with a checkpoint for each of its sizes. */
export class GrownLog {
  readonly origin: string;
  readonly #signer: SignerKey;
  readonly #leaves: readonly Hash[];

  /** `rewritten` names a leaf that is another than in a log of the same origin. */
  constructor(origin: string, signer: SignerKey, rewritten?: number) {
    this.origin = origin;
    this.#signer = signer;
    this.#leaves = Array.from({ length: LENGTH }, (_, index) =>
      leafHash(Uint8Array.of(index, index === rewritten ? 1 : 0)),
    );
  }

  /** The checkpoint over the first `size` leaves. */
  at(size: number): PublishedCheckpoint {
    const frontier = new Frontier();
    for (const leaf of this.#leaves.slice(0, size)) frontier.append(leaf);
    const root = frontier.root();
    const text = writeCheckpoint({ origin: this.origin, size, root, extensions: [] });
    return {
      origin: this.origin,
      size,
      root,
      note: writeNote(signNote(text, this.#signer)),
      proveFrom: (first) => proveConsistency(first, size, this.#leaves),
    };
  }
}
