import { lstatSync } from "node:fs";
import { dirname } from "node:path";
import { ConfigurationError } from "@capfence/core";
import {
  generateSignerKey,
  readSignerKey,
  readVerifierKey,
  type SignerKey,
  type VerifierKey,
  writeVerifierKey,
} from "@capfence/core/tlog";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import { makeFolder } from "../keys/make-folder.ts";
import { writePrivateFile } from "../keys/replace-file.ts";
import { readTextFile } from "../read-text-file.ts";
import { openSealedKey, readSealedKey, sealKey } from "./sealed-key.ts";

const LONGEST_FILE = 16 * 1024;

/** Makes a key and the file it is in, readable by its owner alone; without a passphrase the key stands in it as it is. */
export function createApproverKey(
  file: string,
  name: string,
  passphrase: string | undefined,
): VerifierKey {
  const text = generateSignerKey(name);
  const { verifier } = readSignerKey(text);
  const content =
    passphrase === undefined
      ? text
      : JSON.stringify(sealKey(text, writeVerifierKey(verifier), passphrase), undefined, 2);
  makeFolder(dirname(file));
  try {
    writePrivateFile(file, `${content}\n`);
  } catch (cause) {
    const exists = (cause as NodeJS.ErrnoException).code === "EEXIST";
    throw new CommandFailure(
      exists ? EXIT.finding : EXIT.unusable,
      exists
        ? `there is a key in "${file}" already; name another file`
        : `cannot write the key "${file}": ${reasonOf(cause)}`,
      { cause },
    );
  }
  return verifier;
}

/** The public key in the file of a private one, which needs no passphrase. */
export function readPublicKey(file: string): VerifierKey {
  const text = readPrivate(file);
  const sealed = readSealedKey(text);
  return understood(file, () =>
    sealed === undefined ? readSignerKey(text).verifier : readVerifierKey(sealed.publicKey),
  );
}

/** The private key in a file; `passphrase` is asked where it is sealed. */
export function readApproverKey(
  file: string,
  passphrase: (name: string) => Promise<string>,
): Promise<SignerKey> {
  return readPrivateKey(file, passphrase, readSignerKey);
}

/** As {@link readApproverKey}, for whatever `read` makes of the key's text. */
export async function readPrivateKey<Key>(
  file: string,
  passphrase: (name: string) => Promise<string>,
  read: (text: string) => Key,
): Promise<Key> {
  const text = readPrivate(file);
  const sealed = readSealedKey(text);
  if (sealed === undefined) return understood(file, () => read(text));
  const { name } = understood(file, () => readVerifierKey(sealed.publicKey));
  const opened = openSealedKey(sealed, await passphrase(name));
  if (opened === undefined)
    throw new CommandFailure(
      EXIT.unusable,
      `cannot open the key "${file}": the passphrase is another one`,
    );
  return understood(file, () => read(opened));
}

function readPrivate(file: string): string {
  const status = lstatSync(file, { throwIfNoEntry: false });
  const owner = process.getuid?.();
  const fault =
    status === undefined
      ? "there is none; make one with capfence approvers add NAME"
      : !status.isFile()
        ? "it is not a file"
        : owner === undefined
          ? undefined
          : status.uid !== owner
            ? "it belongs to another user"
            : (status.mode & 0o077) !== 0
              ? "others may use it; if you trust what is in it, run chmod 600 on it"
              : undefined;
  if (fault !== undefined)
    throw new CommandFailure(EXIT.unusable, `cannot read the key "${file}": ${fault}`);
  return readTextFile("key", file, { limit: LONGEST_FILE });
}

/** What reads keys never repeats them. */
function understood<Key>(file: string, read: () => Key): Key {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof ConfigurationError)) throw cause;
    throw new CommandFailure(EXIT.unusable, `cannot read the key "${file}": ${cause.message}`, {
      cause,
    });
  }
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
