// The formats of transparency logs (RFC 6962, C2SP): trees and proofs, notes and checkpoints, keys and witnesses.
export { Frontier } from "./audit/merkle/frontier.ts";
export { EMPTY_ROOT, type Hash, leafHash } from "./audit/merkle/hash.ts";
export { type Leaves, proveConsistency, proveInclusion } from "./audit/merkle/prove.ts";
export {
  type Consistency,
  type Inclusion,
  verifyConsistency,
  verifyInclusion,
} from "./audit/merkle/verify.ts";
export { type Checkpoint, readCheckpoint, writeCheckpoint } from "./audit/note/checkpoint.ts";
export {
  checkNote,
  cosign,
  type NoteSignature,
  readNote,
  type SignedNote,
  signNote,
  writeNote,
} from "./audit/note/note.ts";
export {
  generateSignerKey,
  type KeyType,
  readSignerKey,
  readVerifierKey,
  type SignerKey,
  type VerifierKey,
  writeVerifierKey,
} from "./audit/note/note-key.ts";
export {
  Witness,
  type WitnessAnswer,
  type Witnessed,
  type WitnessOptions,
  type WitnessStore,
} from "./audit/witness/witness.ts";
