import { AsyncLocalStorage } from "node:async_hooks";
import {
  createPrivateKey,
  createPublicKey,
  hash,
  randomBytes,
  randomUUID,
  sign,
  verify,
} from "node:crypto";
import {
  closeSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  statSync,
} from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { types } from "node:util";

/** SHA-256 of the UTF-8 bytes of `text`, as 64 lower-case hex digits. */
export function sha256Hex(text: string): string {
  return hash("sha256", text, "hex");
}

/** SHA-256 of bytes, as 32 bytes. */
export function sha256(bytes: Uint8Array): Uint8Array {
  const { buffer, byteOffset, length } = hash("sha256", bytes, "buffer");
  return new Uint8Array(buffer, byteOffset, length);
}

/** So many fresh random bytes. */
export function randomSeed(length: number): Uint8Array {
  return new Uint8Array(randomBytes(length));
}

/** The public Ed25519 key of a private one, both as 32 bytes (RFC 8032, 5.1.5). */
export function ed25519PublicKey(privateKey: Uint8Array): Uint8Array {
  const { x = "" } = createPublicKey(privateKeyObject(privateKey)).export({ format: "jwk" });
  return new Uint8Array(Buffer.from(x, "base64url"));
}

/** Signs messages with an Ed25519 key of 32 bytes; a signature has 64 (RFC 8032, 5.1.6). */
export function ed25519Signer(privateKey: Uint8Array): (message: Uint8Array) => Uint8Array {
  const key = privateKeyObject(privateKey);
  return (message) => new Uint8Array(sign(null, message, key));
}

/** Checks signatures of an Ed25519 key of 32 bytes (RFC 8032, 5.1.7). */
export function ed25519Verifier(
  publicKey: Uint8Array,
): (message: Uint8Array, signature: Uint8Array) => boolean {
  const x = Buffer.from(publicKey).toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  return (message, signature) => signature.length === 64 && verify(null, message, key, signature);
}

/** The host's form of a private key; PKCS #8 needs no public key beside it. */
function privateKeyObject(privateKey: Uint8Array): ReturnType<typeof createPrivateKey> {
  const der = Buffer.concat([Buffer.from(PKCS8_ED25519, "hex"), privateKey]);
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" });
}

/** What stands before the 32 bytes of a key in PKCS #8 (RFC 8410, 7). */
const PKCS8_ED25519 = "302e020100300506032b657004220420";

/** Whether `value` is a Proxy, which could answer the judge and the tool differently. */
export function isProxy(value: object): boolean {
  return types.isProxy(value);
}

/** A fresh random identifier (RFC 9562 UUID, version 4). */
export function randomIdentifier(): string {
  return randomUUID();
}

/** The UTF-8 text of a regular file of at most `limit` bytes; throws the host's error or `RangeError`. */
export function readTextFile(path: string, limit: number): string {
  // A pipe would block until somebody writes to it.
  if (statSync(path).isFIFO()) throw new RangeError("it is a pipe, not a file");
  const handle = openSync(path, "r");
  try {
    const status = fstatSync(handle);
    if (status.isDirectory()) throw new RangeError("it is a folder; name a file in it");
    if (!status.isFile()) throw new RangeError("it is not a file");
    if (status.size > limit)
      throw new RangeError(`file is ${status.size} bytes, over the limit of ${limit}`);
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(handle));
  } finally {
    closeSync(handle);
  }
}

/** `path` as an absolute path, or relative to the folder of `base` where that is given. */
export function resolvePath(path: string, base?: string): string {
  return base === undefined ? resolve(path) : resolve(dirname(base), path);
}

/** Where relative paths start; undefined on Windows, whose paths are not read, and where the folder is gone. */
export function workingDirectory(): string | undefined {
  try {
    return sep === "/" ? process.cwd() : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Where an absolute path in normal form leads once links are followed; what does not exist stays as written.
 * Undefined for loops, dangling links and what may not be read, and on Windows.
 */
export function realPath(path: string): string | undefined {
  if (sep !== "/") return undefined;
  try {
    if (exists(path)) return realpathSync.native(path);
    const segments = path.split("/");
    // What is below something missing is missing: the last folder that exists is found by halving.
    let present = 1;
    let missing = segments.length;
    while (missing - present > 1) {
      const middle = (present + missing) >> 1;
      if (exists(segments.slice(0, middle).join("/"))) present = middle;
      else missing = middle;
    }
    const real = realpathSync.native(segments.slice(0, present).join("/") || "/");
    return join(real, ...segments.slice(present));
  } catch {
    return undefined;
  }
}

/** Whether anything, also a dangling link, stands at a path. Throws where that may not be known. */
function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === "ENOTDIR") return false;
    throw error;
  }
}

/** The value of an environment variable, if it is set and not empty. */
export function environmentVariable(name: string): string | undefined {
  return process.env[name] || undefined;
}

/** A file inside `folder`, which is made (mode 0700) if it does not exist. */
export function fileInPrivateFolder(folder: string, name: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return join(folder, name);
}

/** Makes an empty file that only its owner may read (mode 0600), unless it exists. Throws `RangeError` for a link. */
export function createPrivateFile(path: string): void {
  const status = lstatSync(path, { throwIfNoEntry: false });
  if (status === undefined) closeSync(openSync(path, "a", 0o600));
  else if (!status.isFile()) throw new RangeError("it is a link or no file; it must be a file");
}

/** Throws `RangeError` for a file that somebody else may have prepared, or may read: another owner's, or one open to others. */
export function requirePrivateFile(path: string): void {
  const owner = process.getuid?.();
  if (owner === undefined) return;
  const status = lstatSync(path);
  if (status.uid !== owner) throw new RangeError("it belongs to another user");
  if ((status.mode & 0o077) !== 0)
    throw new RangeError("others may use it; if you trust what is in it, run chmod 600 on it");
}

/** Whether a file (and not a folder) stands at `path`. */
export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

/** A value that follows one asynchronous flow of calls. */
export interface FlowLocal<Value> {
  get(): Value | undefined;
  run<Result>(value: Value, body: () => Result): Result;
}

/** A new flow-local value; on Node an `AsyncLocalStorage`. */
export function flowLocal<Value>(): FlowLocal<Value> {
  const storage = new AsyncLocalStorage<Value>();
  return { get: () => storage.getStore(), run: (value, body) => storage.run(value, body) };
}
