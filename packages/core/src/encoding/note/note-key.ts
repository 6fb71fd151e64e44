import { ed25519PublicKey, ed25519Signer, ed25519Verifier, randomSeed } from "#platform";
import { fromBase64, toBase64 } from "../base64.ts";
import { toHex } from "../hex.ts";
import { sha256 } from "../sha256.ts";
import { ConfigurationError } from "../../errors.ts";
import { cosignedMessage, readTimed } from "./cosignature.ts";

/** What a key signs: notes, as logs do, or that it saw a checkpoint and when, as witnesses do. */
export type KeyType = "ed25519" | "cosignature";

/** The bytes that stand for the types (C2SP signed-note, "Signature types"). */
const TYPE_BYTES: Readonly<Record<KeyType, number>> = { ed25519: 0x01, cosignature: 0x04 };
const KEY_LENGTH = 32;
const ID_LENGTH = 4;
const PRIVATE = "PRIVATE+KEY+";

/** A public key that signs notes, by its name (C2SP signed-note). */
export interface VerifierKey {
  readonly name: string;
  readonly type: KeyType;
  /** 4 bytes that tell keys of one name apart; they prove nothing. */
  readonly id: Uint8Array;
  readonly publicKey: Uint8Array;
  /** Whether this is the key's signature over the text of a note. */
  readonly verify: (text: string, signature: Uint8Array) => boolean;
}

/** A private key, with the public keys that verify what it signs. */
export interface SignerKey {
  /** For notes that it signs as a log. */
  readonly verifier: VerifierKey;
  /** For checkpoints that it signs as a witness. */
  readonly cosigner: VerifierKey;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

/** A new private key as text: `PRIVATE+KEY+<name>+<id>+<key>`. Throws `ConfigurationError` for a name that notes cannot carry. */
export function generateSignerKey(name: string): string {
  const seed = randomSeed(KEY_LENGTH);
  const { id } = verifierOf(name, "ed25519", ed25519PublicKey(seed));
  return `${PRIVATE}${name}+${toHex(id)}+${toBase64(withType("ed25519", seed))}`;
}

/** Reads the text of a private key. Throws `ConfigurationError`, which does not repeat the key. */
export function readSignerKey(text: string): SignerKey {
  const { name, key, id, type } = readKey(text.trim(), PRIVATE, "private");
  const publicKey = ed25519PublicKey(key);
  const verifier = verifierOf(name, "ed25519", publicKey);
  if (toHex(verifier.id) !== id || type !== "ed25519")
    throw new ConfigurationError("the private key does not match its id; copy the whole line");
  return {
    verifier,
    cosigner: verifierOf(name, "cosignature", publicKey),
    sign: ed25519Signer(key),
  };
}

/** The 32 bytes of a private key that {@link readSignerKey} reads: for what signs other things than notes with it. */
export function readSignerSeed(text: string): Uint8Array {
  return readKey(text.trim(), PRIVATE, "private").key;
}

/** Reads the text of a public key, `<name>+<id>+<key>`. Throws `ConfigurationError`. */
export function readVerifierKey(text: string): VerifierKey {
  const { name, key, id, type } = readKey(text.trim(), "", "public");
  const verifier = verifierOf(name, type, key);
  if (toHex(verifier.id) !== id)
    throw new ConfigurationError(`the public key "${text.trim()}" does not match its id`);
  return verifier;
}

/** A public key as text. */
export function writeVerifierKey({ name, type, id, publicKey }: VerifierKey): string {
  return `${name}+${toHex(id)}+${toBase64(withType(type, publicKey))}`;
}

interface KeyText {
  readonly name: string;
  readonly id: string;
  readonly type: KeyType;
  readonly key: Uint8Array;
}

function readKey(text: string, prefix: string, kind: string): KeyText {
  const form = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u;
  const [, name = "", id = "", encoded = ""] =
    (text.startsWith(prefix) ? form.exec(text.slice(prefix.length)) : undefined) ?? [];
  const bytes = fromBase64(encoded);
  const type = (["ed25519", "cosignature"] as const).find((one) => TYPE_BYTES[one] === bytes?.[0]);
  if (bytes?.length !== 1 + KEY_LENGTH || type === undefined)
    throw new ConfigurationError(
      `this is not a ${kind} key; expected one line: ${prefix}<name>+<id>+<key>`,
    );
  return { name, id, type, key: bytes.slice(1) };
}

function verifierOf(name: string, type: KeyType, publicKey: Uint8Array): VerifierKey {
  if (name === "" || /[\s+\p{Cc}]/u.test(name) || !name.isWellFormed())
    throw new ConfigurationError(
      `"${name}" cannot be the name of a key; use letters, digits and any of . / - without spaces or +`,
    );
  const encoder = new TextEncoder();
  const identified = [...encoder.encode(`${name}\n`), TYPE_BYTES[type], ...publicKey];
  const id = sha256(Uint8Array.from(identified)).slice(0, ID_LENGTH);
  const holds = ed25519Verifier(publicKey);
  const verify = (text: string, signature: Uint8Array): boolean => {
    if (type === "ed25519") return holds(encoder.encode(text), signature);
    const timed = readTimed(signature);
    return timed !== undefined && holds(cosignedMessage(text, timed.time), timed.signature);
  };
  return { name, type, id, publicKey, verify };
}

function withType(type: KeyType, key: Uint8Array): Uint8Array {
  return Uint8Array.of(TYPE_BYTES[type], ...key);
}
