import { ed25519PublicKey, ed25519Signer, ed25519Verifier, randomSeed } from "#platform";
import { fromBase64, toBase64 } from "../../encoding/base64.ts";
import { sha256 } from "../../encoding/sha256.ts";
import { ConfigurationError } from "../../errors.ts";

/** The algorithm Ed25519 (C2SP signed-note, "Signature types"). */
const ED25519 = 0x01;
const KEY_LENGTH = 32;
const ID_LENGTH = 4;
const PRIVATE = "PRIVATE+KEY+";

/** A public key that signs notes, by its name (C2SP signed-note). */
export interface VerifierKey {
  readonly name: string;
  /** 4 bytes that tell keys of one name apart; not a proof of anything. */
  readonly id: Uint8Array;
  readonly publicKey: Uint8Array;
  readonly verify: (message: Uint8Array, signature: Uint8Array) => boolean;
}

/** A key that can sign notes, with the public key that verifies them. */
export interface SignerKey {
  readonly verifier: VerifierKey;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

/** A new key, as the text of its private key: `PRIVATE+KEY+<name>+<id>+<key>`. Throws `ConfigurationError` for a name that notes cannot carry. */
export function generateSignerKey(name: string): string {
  checkName(name);
  const seed = randomSeed(KEY_LENGTH);
  const id = keyId(name, ed25519PublicKey(seed));
  return `${PRIVATE}${name}+${toHex(id)}+${toBase64(withType(seed))}`;
}

/** Reads the text of a private key. Throws `ConfigurationError` that does not repeat the key. */
export function readSignerKey(text: string): SignerKey {
  const { name, key, id } = readKey(text.trim(), PRIVATE, "private");
  const verifier = verifierOf(name, ed25519PublicKey(key));
  if (toHex(verifier.id) !== id)
    throw new ConfigurationError("the private key does not match its id; copy the whole line");
  return { verifier, sign: ed25519Signer(key) };
}

/** Reads the text of a public key, `<name>+<id>+<key>`. Throws `ConfigurationError`. */
export function readVerifierKey(text: string): VerifierKey {
  const { name, key, id } = readKey(text.trim(), "", "public");
  const verifier = verifierOf(name, key);
  if (toHex(verifier.id) !== id)
    throw new ConfigurationError(`the public key "${text.trim()}" does not match its id`);
  return verifier;
}

/** A public key as text. */
export function writeVerifierKey({ name, id, publicKey }: VerifierKey): string {
  return `${name}+${toHex(id)}+${toBase64(withType(publicKey))}`;
}

function readKey(
  text: string,
  prefix: string,
  kind: string,
): { name: string; id: string; key: Uint8Array } {
  const form = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/u;
  const [, name = "", id = "", encoded = ""] =
    (text.startsWith(prefix) ? form.exec(text.slice(prefix.length)) : undefined) ?? [];
  const bytes = fromBase64(encoded);
  if (name === "" || bytes?.length !== 1 + KEY_LENGTH || bytes[0] !== ED25519)
    throw new ConfigurationError(
      `this is not a ${kind} key; expected one line: ${prefix}<name>+<id>+<key>`,
    );
  return { name, id, key: bytes.slice(1) };
}

function verifierOf(name: string, publicKey: Uint8Array): VerifierKey {
  checkName(name);
  const id = keyId(name, publicKey);
  return { name, id, publicKey, verify: ed25519Verifier(publicKey) };
}

function keyId(name: string, publicKey: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(`${name}\n`);
  return sha256(Uint8Array.of(...text, ED25519, ...publicKey)).slice(0, ID_LENGTH);
}

function checkName(name: string): void {
  if (name === "" || /[\s+\p{Cc}]/u.test(name) || !name.isWellFormed())
    throw new ConfigurationError(
      `"${name}" cannot be the name of a key; use letters, digits and any of . / - without spaces or +`,
    );
}

function withType(key: Uint8Array): Uint8Array {
  return Uint8Array.of(ED25519, ...key);
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
