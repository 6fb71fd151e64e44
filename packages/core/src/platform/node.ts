import { AsyncLocalStorage } from "node:async_hooks";
import { hash, randomUUID } from "node:crypto";
import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { types } from "node:util";

/** SHA-256 of the UTF-8 bytes of `text`, as 64 lower-case hex digits. */
export function sha256Hex(text: string): string {
  return hash("sha256", text, "hex");
}

/** Whether `value` is a Proxy, which could answer the judge and the tool differently. */
export function isProxy(value: object): boolean {
  return types.isProxy(value);
}

/** A fresh random identifier (RFC 9562 UUID, version 4). */
export function randomIdentifier(): string {
  return randomUUID();
}

/** The UTF-8 text of a file of at most `limit` bytes; throws the host's error or `RangeError`. */
export function readTextFile(path: string, limit: number): string {
  const handle = openSync(path, "r");
  try {
    const { size } = fstatSync(handle);
    if (size > limit) throw new RangeError(`file is ${size} bytes, over the limit of ${limit}`);
    return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(handle));
  } finally {
    closeSync(handle);
  }
}

/** `path` as an absolute path, or relative to the folder of `base` where that is given. */
export function resolvePath(path: string, base?: string): string {
  return base === undefined ? resolve(path) : resolve(dirname(base), path);
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

/** Makes an empty file that only its owner may read (mode 0600), unless it exists. */
export function createPrivateFile(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, "a", 0o600));
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
