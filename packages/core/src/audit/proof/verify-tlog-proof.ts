import { ConfigurationError } from "../../errors.ts";
import { leafHash } from "../merkle/hash.ts";
import { verifyInclusion } from "../merkle/verify.ts";
import { readTimed } from "../../encoding/note/cosignature.ts";
import { checkNote, signaturesBy, type SignedNote } from "../../encoding/note/note.ts";
import type { VerifierKey } from "../../encoding/note/note-key.ts";
import { signsFor } from "../note/signed-checkpoint.ts";
import { readTlogProof } from "./tlog-proof.ts";

/** Whom the reader of a proof trusts. */
export interface TlogProofTrust {
  /** The log's key; it signs for the origin of its name and for those below it, `name/...`. */
  readonly key: VerifierKey;
  /** The keys of witnesses; none where they are left out. */
  readonly witnesses?: readonly VerifierKey[];
  /** How many of the witnesses must have signed; all of them where it is left out. */
  readonly quorum?: number;
}

/** A witness that signed a checkpoint, and when, in seconds since the Unix epoch. */
export interface WitnessSeen {
  readonly name: string;
  readonly time: number;
}

/** What a proof proves, or why it proves nothing. */
export type TlogProofFinding =
  | {
      /** The leaf stands at `index`, from 0, in the log of `origin` when that had `size` records. */
      readonly kind: "proved";
      readonly origin: string;
      readonly index: number;
      readonly size: number;
      /** The name of the log's key. */
      readonly signer: string;
      /** The known witnesses that signed. */
      readonly witnesses: readonly WitnessSeen[];
      /** Data beside the proof; nothing vouches for it. */
      readonly extra?: Uint8Array;
    }
  /** The text is not a proof. */
  | { readonly kind: "not_a_proof" }
  /** The checkpoint is of a log for which the key does not sign. */
  | { readonly kind: "other_log"; readonly origin: string; readonly key: string }
  /** The key has not signed the checkpoint. */
  | { readonly kind: "not_signed"; readonly origin: string; readonly key: string }
  /** A signature in the name of a known key is wrong. */
  | { readonly kind: "bad_signature"; readonly origin: string; readonly key: string }
  /** Fewer witnesses signed than are needed. */
  | {
      readonly kind: "too_few_witnesses";
      readonly origin: string;
      readonly witnesses: readonly WitnessSeen[];
      readonly needed: number;
    }
  /** The leaf is not at this place in the log. */
  | {
      readonly kind: "not_included";
      readonly origin: string;
      readonly index: number;
      readonly size: number;
    };

/**
 * Checks the text of a `.tlog-proof` file for a leaf with these bytes, which are known from elsewhere. Never throws for
 * what is in the proof; throws `ConfigurationError` for a trust that means nothing.
 */
export function verifyTlogProof(
  text: string,
  leaf: Uint8Array,
  trust: TlogProofTrust,
): TlogProofFinding {
  const needed = requireTrust(trust);
  const proof = readTlogProof(text);
  if (proof === undefined) return { kind: "not_a_proof" };
  const { index, hashes, extra, signed } = proof;
  const { origin, size, root } = signed.checkpoint;
  const { key, witnesses = [] } = trust;
  if (!signsFor(key, origin)) return { kind: "other_log", origin, key: key.name };
  const said = checkNote(signed.note, key);
  if (said === "unsigned") return { kind: "not_signed", origin, key: key.name };
  const bad = [key, ...witnesses].find((one) => checkNote(signed.note, one) === "bad");
  if (bad !== undefined) return { kind: "bad_signature", origin, key: bad.name };
  const seen = witnesses.flatMap((witness) => seenBy(signed.note, witness));
  if (seen.length < needed) return { kind: "too_few_witnesses", origin, witnesses: seen, needed };
  if (!verifyInclusion({ index, size, leaf: leafHash(leaf), root }, hashes))
    return { kind: "not_included", origin, index, size };
  const proved = {
    kind: "proved",
    origin,
    index,
    size,
    signer: key.name,
    witnesses: seen,
  } as const;
  return extra === undefined ? proved : { ...proved, extra };
}

/** When a witness signed the note last; none where it has not. */
function seenBy(note: SignedNote, witness: VerifierKey): readonly WitnessSeen[] {
  if (checkNote(note, witness) !== "signed") return [];
  const times = signaturesBy(note, witness).map(({ signature }) => readTimed(signature)?.time ?? 0);
  // A cosignature without a time says nothing of the whole log (C2SP tlog-cosignature).
  const time = Math.max(...times);
  return time > 0 ? [{ name: witness.name, time }] : [];
}

/** How many witnesses are needed. */
function requireTrust({ key, witnesses = [], quorum }: TlogProofTrust): number {
  if (key.type !== "ed25519")
    throw new ConfigurationError(`the key "${key.name}" is of a witness; name the key of the log`);
  const wrong = witnesses.find(({ type }) => type !== "cosignature");
  if (wrong !== undefined)
    throw new ConfigurationError(`the key "${wrong.name}" is of a log; name the key of a witness`);
  // One key under two names would be counted as two witnesses.
  const keys = [key, ...witnesses].map(({ publicKey }) => publicKey.join());
  const double = witnesses.find((_, place) => keys.indexOf(keys[place + 1] ?? "") !== place + 1);
  if (double !== undefined)
    throw new ConfigurationError(
      `the witness "${double.name}" has the key of the log or of another witness; name each key once`,
    );
  const needed = quorum ?? witnesses.length;
  if (!Number.isSafeInteger(needed) || needed < 0 || needed > witnesses.length)
    throw new ConfigurationError(
      `a quorum of ${needed} cannot be asked of ${witnesses.length} witnesses; take a whole number up to theirs`,
    );
  return needed;
}
