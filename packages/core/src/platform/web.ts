import { ed25519 } from "@noble/curves/ed25519.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 as digest } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { ConfigurationError } from "../errors.ts";
import type { FlowLocal } from "./node.ts";

/** SHA-256 of the UTF-8 bytes of `text`, as 64 lower-case hex digits. */
export function sha256Hex(text: string): string {
  return bytesToHex(digest(utf8ToBytes(text)));
}

/** SHA-256 of bytes, or of those of a text in UTF-8, as 32 bytes. */
export function sha256(data: Uint8Array | string): Uint8Array {
  return digest(typeof data === "string" ? utf8ToBytes(data) : data);
}

/** Makes HMAC-SHA-256 codes (RFC 2104) of the UTF-8 bytes of texts, as 64 lower-case hex digits. */
export function hmacSha256(key: Uint8Array): (text: string) => string {
  return (text) => bytesToHex(hmac(digest, key, utf8ToBytes(text)));
}

/** So many fresh random bytes. */
export function randomSeed(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** The public Ed25519 key of a private one, both as 32 bytes (RFC 8032, 5.1.5). */
export function ed25519PublicKey(privateKey: Uint8Array): Uint8Array {
  return ed25519.getPublicKey(privateKey);
}

/** Signs messages with an Ed25519 key of 32 bytes; a signature has 64 (RFC 8032, 5.1.6). */
export function ed25519Signer(privateKey: Uint8Array): (message: Uint8Array) => Uint8Array {
  return (message) => ed25519.sign(message, privateKey);
}

/** Checks signatures of an Ed25519 key of 32 bytes, strictly (RFC 8032, 5.1.7). */
export function ed25519Verifier(
  publicKey: Uint8Array,
): (message: Uint8Array, signature: Uint8Array) => boolean {
  return (message, signature) =>
    signature.length === 64 && ed25519.verify(signature, message, publicKey, { zip215: false });
}

/** Whether `value` is a Proxy: HTML's structured clone refuses exotic objects, and nothing else here can tell. */
export function isProxy(value: object): boolean {
  try {
    structuredClone(value);
    return false;
  } catch {
    return true;
  }
}

/** A fresh random identifier (RFC 9562 UUID, version 4). */
export function randomIdentifier(): string {
  return crypto.randomUUID();
}

/** Always throws: this host has no files. */
export function readTextFile(path: string, _limit: number): string {
  throw new ConfigurationError(
    `cannot read "${path}": this host has no files; pass the policy's text instead of its path`,
  );
}

/** Returns `path` unchanged: this host has no files to resolve it against. */
export function resolvePath(path: string, _base?: string): string {
  return path;
}

/** Always undefined: this host has no files. */
export function workingDirectory(): string | undefined {
  return undefined;
}

/** Always undefined: this host has no files to follow links in. */
export function realPath(_path: string): string | undefined {
  return undefined;
}

/** Tells whoever runs the page of something that went wrong and stops nothing. */
export function warn(text: string): void {
  console.warn(text);
}

/** Always undefined: this host has no environment variables. */
export function environmentVariable(_name: string): string | undefined {
  return undefined;
}

/** Always throws: this host has no files. */
export function fileInPrivateFolder(folder: string, name: string): string {
  throw new ConfigurationError(`cannot keep "${name}" in "${folder}": this host has no files`);
}

/** Always throws: this host has no files. */
export function createPrivateFile(path: string): void {
  throw new ConfigurationError(`cannot create "${path}": this host has no files`);
}

/** Always throws: this host has no files. */
export function writeNewPrivateFile(path: string, _text: string): boolean {
  throw new ConfigurationError(`cannot write "${path}": this host has no files`);
}

/** Always throws: this host has no files. */
export function requirePrivateFile(path: string): void {
  throw new ConfigurationError(`cannot check "${path}": this host has no files`);
}

/** Always false: this host has no files. */
export function isFile(_path: string): boolean {
  return false;
}

/** Calls back once this turn of the event loop has nothing more to do. */
export function afterThisTurn(callback: () => void): void {
  setTimeout(callback);
}

/** A flow-local value that refuses to be set: without async tracking it would leak between calls. */
export function flowLocal<Value>(): FlowLocal<Value> {
  return {
    get: () => undefined,
    run: () => {
      throw new ConfigurationError(
        "withIdentity needs AsyncLocalStorage, which this host lacks; pass the identity to the guard",
      );
    },
  };
}
