import { closeSync, constants, fstatSync, type Stats, openSync, readFileSync } from "node:fs";
import { ConfigurationError } from "@capfence/core";
import { isKeyTo, readHolderKey, readToken, type Token, TokenError } from "@capfence/core/tokens";
import type { StoredToken } from "./settings.ts";

/** Larger than any token or key. */
const LARGEST = 64 * 1024;

/** The private key of a holder, and the file that it was read from. */
export interface HolderFile {
  readonly file: string;
  readonly key: Uint8Array;
}

/** Reads the private key of a holder, from a file that is its owner's alone. Throws `ConfigurationError`. */
export function readHolderFile(file: string): HolderFile {
  try {
    const { text, exposure } = textIn(file, constants.O_NOFOLLOW);
    if (exposure !== undefined) throw new RangeError(exposure);
    if (text.startsWith("{"))
      throw new RangeError(
        "it is sealed with a passphrase, for which nobody can be asked here; capfence token holder makes one without",
      );
    return { file, key: readHolderKey(text).privateKey };
  } catch (cause) {
    throw new ConfigurationError(`cannot read the holder's key "${file}": ${reasonOf(cause)}`, {
      cause,
    });
  }
}

/** Reads a token in a file, with the key of its holder where it is bound to one. Throws `ConfigurationError`. */
export function storedTokenIn(file: string, holder: HolderFile | undefined): StoredToken {
  try {
    const { text, exposure } = textIn(file);
    const { files, ...token } = storedToken(text, holder);
    // Without its holder's key, a token that is bound is of no use.
    const isExposed = exposure !== undefined && token.key === undefined;
    return { ...token, ...(isExposed && { isExposed }), files: [file, ...files] };
  } catch (cause) {
    throw new ConfigurationError(
      `cannot use the capability token in "${file}": ${reasonOf(cause)}`,
      { cause },
    );
  }
}

/**
 * A token, with the key of its holder where it is bound to one. Whether it is good is for each call to find out: it may
 * not hold yet, or not any more. Throws `ConfigurationError`, which does not repeat it.
 */
export function storedToken(text: string, holder: HolderFile | undefined): StoredToken {
  const { chain, key } = tokenIn(text);
  if (key !== undefined) return { text, files: [] };
  if (holder === undefined)
    throw new ConfigurationError(
      "it is bound to a holder; name the file of the holder's key too, as identity.holder_key or with --holder-key",
    );
  if (!isKeyTo(chain, holder.key))
    throw new ConfigurationError(`it is bound to another key than the one in "${holder.file}"`);
  return { text, key: holder.key, files: [holder.file] };
}

function tokenIn(text: string): Token {
  try {
    return readToken(text);
  } catch (cause) {
    if (!(cause instanceof TokenError)) throw cause;
    throw new ConfigurationError(cause.message, { cause });
  }
}

/** What is in a file. */
interface FileText {
  readonly text: string;
  /** Why it is not its owner's alone, if it is not. */
  readonly exposure?: string;
}

/** The text of a file. What is judged is what is read, whatever is put in its place meanwhile. */
function textIn(file: string, flags = 0): FileText {
  const { O_RDONLY, O_NONBLOCK } = constants;
  const descriptor = openSync(file, O_RDONLY | O_NONBLOCK | flags);
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile()) throw new RangeError("it is not a file");
    if (status.size > LARGEST) throw new RangeError(`it is larger than ${LARGEST} bytes`);
    const text = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(descriptor)).trim();
    const exposure = exposureOf(status);
    return { text, ...(exposure !== undefined && { exposure }) };
  } finally {
    closeSync(descriptor);
  }
}

function exposureOf({ uid, mode }: Stats): string | undefined {
  const owner = process.getuid?.();
  if (owner === undefined) return undefined;
  if (uid !== owner) return "it belongs to another user";
  return (mode & 0o077) === 0
    ? undefined
    : "others may use it; if you trust what is in it, run chmod 600 on it";
}

function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === "ENOENT") return "there is no such file";
  return code === "ELOOP" ? "it is a link; name the file itself" : message;
}
