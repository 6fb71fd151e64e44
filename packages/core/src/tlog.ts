// The formats of transparency logs (RFC 6962, C2SP): trees and proofs, notes and checkpoints, keys and witnesses.
export type { Anchor, CoveredLog, PublishedCheckpoint } from "./audit/anchor.ts";
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
  readSignedCheckpoint,
  type SignedCheckpoint,
  signsFor,
  writerOf,
} from "./audit/note/signed-checkpoint.ts";
export {
  proveRecord,
  type RecordProof,
  type RecordToProve,
  type WriterEntries,
} from "./audit/proof/prove-record.ts";
export {
  type ReadTlogProof,
  readTlogProof,
  type TlogProof,
  writeTlogProof,
} from "./audit/proof/tlog-proof.ts";
export {
  type TlogProofFinding,
  type TlogProofTrust,
  verifyTlogProof,
  type WitnessSeen,
} from "./audit/proof/verify-tlog-proof.ts";
export {
  type ProvenText,
  readReceipt,
  type Receipt,
  type ReceiptPart,
  type ReceiptParts,
  writeReceipt,
} from "./audit/receipt/receipt.ts";
export { readDecision, readOutcome } from "./audit/receipt/receipt-record.ts";
export {
  type ProvedRecord,
  type ReceiptFinding,
  type ReceiptFlaw,
  type ReceiptPartName,
  type ReceiptTrust,
  verifyReceipt,
} from "./audit/receipt/verify-receipt.ts";
export {
  checkNote,
  cosign,
  type NoteSignature,
  readNote,
  type SignedNote,
  signNote,
  writeNote,
} from "./encoding/note/note.ts";
export {
  generateSignerKey,
  type KeyType,
  readSignerKey,
  readVerifierKey,
  type SignerKey,
  type VerifierKey,
  writeVerifierKey,
} from "./encoding/note/note-key.ts";
export { successionText } from "./audit/verify/trusted-keys.ts";
export {
  type AddCheckpoint,
  readAddCheckpoint,
  writeAddCheckpoint,
} from "./audit/witness/request.ts";
export {
  Witness,
  type WitnessAnswer,
  type Witnessed,
  type WitnessOptions,
  type WitnessStore,
} from "./audit/witness/witness.ts";
export { WitnessClient, type WitnessClientOptions } from "./audit/witness/witness-client.ts";
