import { fromBase64, toBase64 } from "../base64.ts";
import { cosignedMessage, writeTimed } from "./cosignature.ts";
import type { SignerKey, VerifierKey } from "./note-key.ts";

/** One signature line of a note. */
export interface NoteSignature {
  readonly name: string;
  /** 4 bytes. */
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

/** A text with the signatures over it (C2SP signed-note). */
export interface SignedNote {
  /** Lines, each ended by a line feed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** More lines than any quorum has; a note is read before anything in it is trusted. */
const MOST_SIGNATURES = 100;
const LONGEST_NOTE = 1024 * 1024;
const ID_LENGTH = 4;
const MARK = "— ";

/** Signs a text, whose lines must each end in a line feed. */
export function signNote(text: string, signer: SignerKey): SignedNote {
  const signature = signer.sign(new TextEncoder().encode(text));
  const { name, id } = signer.verifier;
  return { text, signatures: [{ name, keyId: id, signature }] };
}

/** What a witness says of a note: that it saw it, at this time in seconds since the Unix epoch (C2SP tlog-cosignature). */
export function cosign(text: string, signer: SignerKey, time: number): NoteSignature {
  const signature = signer.sign(cosignedMessage(text, time));
  const { name, id } = signer.cosigner;
  return { name, keyId: id, signature: writeTimed({ time, signature }) };
}

/** A note as text: its lines, an empty one, and a line for each signature. */
export function writeNote({ text, signatures }: SignedNote): string {
  return `${text}\n${signatures.map(writeSignature).join("")}`;
}

/** One signature line of a note. */
export function writeSignature({ name, keyId, signature }: NoteSignature): string {
  return `${MARK}${name} ${toBase64(Uint8Array.of(...keyId, ...signature))}\n`;
}

/** Reads a note; undefined for a text that is none. Nothing in it is trusted yet. */
export function readNote(note: string): SignedNote | undefined {
  if (note.length > LONGEST_NOTE || /[^\P{Cc}\n]/u.test(note) || !note.isWellFormed())
    return undefined;
  // The text itself may have empty lines; signatures come after the last one.
  const split = note.lastIndexOf("\n\n");
  if (split === -1 || !note.endsWith("\n")) return undefined;
  const lines = note.slice(split + 2, -1).split("\n");
  if (lines.length > MOST_SIGNATURES) return undefined;
  const signatures = lines.map(readSignature);
  return signatures.every((signature) => signature !== undefined)
    ? { text: note.slice(0, split + 1), signatures }
    : undefined;
}

function readSignature(line: string): NoteSignature | undefined {
  const [, name = "", encoded = ""] = /^— ([^\s+]+) ([A-Za-z0-9+/=]+)$/u.exec(line) ?? [];
  const bytes = fromBase64(encoded);
  if (name === "" || bytes === undefined || bytes.length <= ID_LENGTH) return undefined;
  return { name, keyId: bytes.slice(0, ID_LENGTH), signature: bytes.slice(ID_LENGTH) };
}

/** The lines of a note that are in the name of a key, right or wrong. */
export function signaturesBy(note: SignedNote, key: VerifierKey): readonly NoteSignature[] {
  return note.signatures.filter(
    ({ name, keyId }) => name === key.name && keyId.every((byte, place) => byte === key.id[place]),
  );
}

/**
 * What a key says of a note: `signed`; `unsigned` where it has no line; `bad` where it has a line that is wrong.
 * Lines of other keys do not matter.
 */
export function checkNote(note: SignedNote, key: VerifierKey): "signed" | "unsigned" | "bad" {
  const own = signaturesBy(note, key);
  if (own.length === 0) return "unsigned";
  return own.every(({ signature }) => key.verify(note.text, signature)) ? "signed" : "bad";
}
