import { ConfigurationError } from "../../errors.ts";
import { EMPTY_ROOT, type Hash, sameHash } from "../merkle/hash.ts";
import { verifyConsistency } from "../merkle/verify.ts";
import { checkNote, cosign, writeSignature } from "../../encoding/note/note.ts";
import type { SignerKey, VerifierKey } from "../../encoding/note/note-key.ts";
import { signsFor } from "../note/signed-checkpoint.ts";
import { type AddCheckpoint, readAddCheckpoint } from "./request.ts";

/** The latest checkpoint of a log that a witness signed. */
export interface Witnessed {
  readonly size: number;
  readonly root: Hash;
  /** The checkpoint as the log signed it. */
  readonly note: string;
}

/** Where a witness keeps what it signed (a port). */
export interface WitnessStore {
  /** The latest checkpoint of a log, by its origin. */
  latest(origin: string): Witnessed | undefined;
  /**
   * Puts `next` in the place of a checkpoint of `size` leaves, 0 where there is none, in one step that is durable when
   * it returns. False where the latest has another size by now; then nothing has changed.
   */
  advance(origin: string, size: number, next: Witnessed): boolean;
  /** Keeps two checkpoints that a log signed and that cannot both be true. */
  keepFork(origin: string, one: Witnessed, other: Witnessed): void;
}

/** What a witness answers, in the terms of HTTP. */
export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly contentType: string;
  readonly body: string;
}

/** What a witness is made of. */
export interface WitnessOptions {
  readonly signer: SignerKey;
  /** The keys of the logs; a key signs for the origin of its name and for those below it, `name/...`. */
  readonly logs: readonly VerifierKey[];
  readonly store: WitnessStore;
  /** Milliseconds since the Unix epoch. */
  readonly clock: () => number;
}

/**
 * Signs checkpoints of logs, each only if it extends the one signed before it, so that whoever trusts the witness
 * knows that a log shows everybody the same history (C2SP tlog-witness).
 */
export class Witness {
  readonly #options: WitnessOptions;

  /** Throws `ConfigurationError` for a log's key that is of a witness. */
  constructor(options: WitnessOptions) {
    for (const { name, type } of options.logs)
      if (type !== "ed25519")
        throw new ConfigurationError(`the key "${name}" is of a witness; name the key of a log`);
    this.#options = options;
  }

  /** Answers the body of an `add-checkpoint` request; the latest checkpoint is kept before the answer is given. */
  addCheckpoint(body: string): WitnessAnswer {
    const request = readAddCheckpoint(body);
    if (request === undefined) return refusal(400, "this is not a request to add a checkpoint");
    const { origin, size } = request.checkpoint;
    const keys = this.#options.logs.filter((key) => signsFor(key, origin));
    if (keys.length === 0) return refusal(404, "no key of this log is known here");
    const checks = keys.map((key) => checkNote(request.note, key));
    if (!checks.includes("signed") || checks.includes("bad"))
      return refusal(403, "no known key of this log has signed the checkpoint");
    if (request.oldSize > size) return refusal(400, "the old size is larger than the checkpoint's");
    return this.#advance(request);
  }

  #advance({ oldSize, proof, checkpoint, note, text }: AddCheckpoint): WitnessAnswer {
    const { store, signer, clock } = this.#options;
    const { origin, size, root } = checkpoint;
    const latest = store.latest(origin) ?? NOTHING;
    const next = { size, root, note: text };
    // Two signed roots of one size are proof of two histories, whatever size the client thinks is the latest.
    const forked = size === latest.size && !sameHash(root, latest.root);
    if (forked && latest !== NOTHING) store.keepFork(origin, latest, next);
    if (forked || oldSize !== latest.size) return conflict(latest.size);
    const claim = { firstSize: oldSize, firstRoot: latest.root, size, root };
    if (!verifyConsistency(claim, proof))
      return refusal(422, "the proof does not show that the checkpoint extends the latest one");
    if (!store.advance(origin, oldSize, next))
      return conflict((store.latest(origin) ?? NOTHING).size);
    const time = Math.floor(clock() / 1000);
    return answer(200, writeSignature(cosign(note.text, signer, time)));
  }
}

const NOTHING: Witnessed = { size: 0, root: EMPTY_ROOT, note: "" };

/** The client learns from which size on it has to prove consistency. */
function conflict(size: number): WitnessAnswer {
  return answer(409, `${size}\n`, "text/x.tlog.size");
}

function refusal(status: 400 | 403 | 404 | 422, reason: string): WitnessAnswer {
  return answer(status, `${reason}\n`);
}

function answer(
  status: WitnessAnswer["status"],
  body: string,
  contentType = "text/plain; charset=utf-8",
): WitnessAnswer {
  return { status, contentType, body };
}
