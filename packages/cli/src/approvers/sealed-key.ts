import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from "node:crypto";

/** A private key that only its passphrase opens: AES-256-GCM under scrypt (RFC 7914). */
export interface SealedKey {
  readonly format: typeof FORMAT;
  /** The public key, for those who only ask whose it is. */
  readonly publicKey: string;
  /** Base64, as all bytes here. */
  readonly salt: string;
  readonly cost: number;
  readonly nonce: string;
  readonly sealed: string;
  readonly tag: string;
}

const FORMAT = "capfence approver key v1";
/** Takes 128 MiB and some tenths of a second for each guess. */
const COST = 2 ** 17;
const BLOCK_SIZE = 8;
const LARGEST_COST = 2 ** 20;
const KEY_LENGTH = 32;
const NONCE_LENGTH = 12;
const SALT_LENGTH = 16;

/** Seals the text of a private key under a passphrase. */
export function sealKey(text: string, publicKey: string, passphrase: string): SealedKey {
  const salt = randomBytes(SALT_LENGTH);
  const nonce = randomBytes(NONCE_LENGTH);
  const cipher = createCipheriv("aes-256-gcm", derive(passphrase, salt, COST), nonce);
  cipher.setAAD(Buffer.from(publicKey));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return {
    format: FORMAT,
    publicKey,
    salt: salt.toString("base64"),
    cost: COST,
    nonce: nonce.toString("base64"),
    sealed: sealed.toString("base64"),
    tag: cipher.getAuthTag().toString("base64"),
  };
}

/** The text of the private key; undefined where the passphrase is another, or the file was changed. */
export function openSealedKey(key: SealedKey, passphrase: string): string | undefined {
  const [salt, nonce, sealed, tag] = [key.salt, key.nonce, key.sealed, key.tag].map((text) =>
    Buffer.from(text, "base64"),
  ) as [Buffer, Buffer, Buffer, Buffer];
  const decipher = createDecipheriv("aes-256-gcm", derive(passphrase, salt, key.cost), nonce, {
    authTagLength: 16,
  });
  decipher.setAAD(Buffer.from(key.publicKey));
  try {
    decipher.setAuthTag(tag);
    return Buffer.concat([decipher.update(sealed), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}

/** Reads what a file holds; undefined where that is no sealed key. */
export function readSealedKey(text: string): SealedKey | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const key = value as SealedKey | null;
  const texts = [key?.publicKey, key?.salt, key?.nonce, key?.sealed, key?.tag];
  const isWhole =
    key?.format === FORMAT &&
    texts.every((one) => typeof one === "string") &&
    Number.isSafeInteger(key.cost) &&
    key.cost <= LARGEST_COST &&
    // A power of two, as scrypt asks for.
    Math.log2(key.cost) % 1 === 0 &&
    key.cost > 1;
  return isWhole ? key : undefined;
}

/** Where two keyboards write one letter differently, the passphrase is still the same. */
function derive(passphrase: string, salt: Buffer, cost: number): Buffer {
  const options = { N: cost, r: BLOCK_SIZE, p: 1, maxmem: 256 * cost * BLOCK_SIZE };
  return scryptSync(passphrase.normalize("NFKC"), salt, KEY_LENGTH, options);
}
