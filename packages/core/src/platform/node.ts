import { AsyncLocalStorage } from "node:async_hooks";
import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  hash,
  randomBytes,
  randomUUID,
  sign,
  verify,
} from "node:crypto";
import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { setImmediate } from "node:timers";
import { types } from "node:util";
import { isSmallOrder } from "./small-order.ts";

/** SHA-256 of the UTF-8 bytes of `text`, as 64 lower-case hex digits. */
export function sha256Hex(text: string): string {
  return hash("sha256", text, "hex");
}

/** SHA-256 of bytes, or of those of a text in UTF-8, as 32 bytes. */
export function sha256(data: Uint8Array | string): Uint8Array {
  // A text of one character a byte, read into bytes here, takes less than half as long as the host's own buffer.
  const digest = hash("sha256", data, "binary");
  const bytes = new Uint8Array(digest.length);
  for (let index = 0; index < digest.length; index += 1) bytes[index] = digest.charCodeAt(index);
  return bytes;
}

/** Makes HMAC-SHA-256 codes (RFC 2104) of the UTF-8 bytes of texts, as 64 lower-case hex digits. */
export function hmacSha256(key: Uint8Array): (text: string) => string {
  // A key in the host's own form is several times as fast.
  const secret = createSecretKey(key);
  return (text) => createHmac("sha256", secret).update(text).digest("hex");
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

/** Checks signatures of an Ed25519 key of 32 bytes, strictly (RFC 8032, 5.1.7). */
export function ed25519Verifier(
  publicKey: Uint8Array,
): (message: Uint8Array, signature: Uint8Array) => boolean {
  const bytes = Buffer.from(publicKey);
  // OpenSSL before 3.5 takes signatures under it that anybody can make.
  if (isSmallOrder(bytes.toString("hex"))) return () => false;
  const x = bytes.toString("base64url");
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

/** Tells whoever runs the process of something that went wrong and stops nothing. */
export function warn(text: string): void {
  process.emitWarning(text, "CapFenceWarning");
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

/** Makes a file with a text that only its owner may read (mode 0600), whole and on the disk; false where there is one already. */
export function writeNewPrivateFile(path: string, text: string): boolean {
  const draft = `${path}.${randomUUID()}`;
  const file = openSync(draft, "wx", 0o600);
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  try {
    // A link is made at once and never over another file, so nobody can read half of it.
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as { readonly code?: unknown }).code === "EEXIST") return false;
    throw error;
  } finally {
    unlinkSync(draft);
  }
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

/** Calls back once this turn of the event loop has nothing more to do, and what came in from outside with it is dealt with. */
export function afterThisTurn(callback: () => void): void {
  setImmediate(callback);
}

/** A new flow-local value; on Node an `AsyncLocalStorage`. */
export function flowLocal<Value>(): FlowLocal<Value> {
  const storage = new AsyncLocalStorage<Value>();
  return { get: () => storage.getStore(), run: (value, body) => storage.run(value, body) };
}
