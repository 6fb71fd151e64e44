import { closeSync, fstatSync, fsyncSync, openSync, writeSync } from "node:fs";
import { readSigning, successionFile } from "@capfence/core/signing";
import {
  generateSignerKey,
  readSignerKey,
  type SignerKey,
  signNote,
  successionText,
  writeNote,
  writeVerifierKey,
} from "@capfence/core/tlog";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import { formerKeysFile, readFormerKeys } from "./former-keys.ts";
import { moveFile, removeIfThere, replaceFile, writePrivateFile } from "./replace-file.ts";

/** A key, and the one that has taken its place. */
export interface Rotation {
  readonly old: SignerKey;
  readonly next: SignerKey;
}

/**
 * Puts a new key in the place of the one in a file, which signs that it is its successor and is destroyed. Wherever
 * this breaks off, the file holds a whole key, and notes that lead to it.
 */
export function rotateKey(file: string, name?: string): Rotation {
  const { signer: old, succession = [] } = readSigning(file);
  const text = generateSignerKey(name ?? old.verifier.name);
  const next = readSignerKey(text);
  const draft = `${file}.next`;
  writeDraft(draft, `${text}\n`);
  try {
    const former = [...readFormerKeys(file), old.verifier].map(writeVerifierKey);
    replaceFile(formerKeysFile(file), `${[...new Set(former)].join("\n")}\n`);
    const note = writeNote(signNote(successionText(next.verifier), old));
    replaceFile(successionFile(file), `${JSON.stringify([...succession, note])}\n`);
    replaceKey(draft, file);
  } catch (error) {
    removeIfThere(draft);
    throw error;
  }
  return { old, next };
}

/** Its name is always the same, so that two rotations at once do not both go through. */
function writeDraft(draft: string, text: string): void {
  try {
    writePrivateFile(draft, text);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cannotWrite(draft, cause);
    throw new CommandFailure(
      EXIT.finding,
      `another rotation is under way, or was broken off; if none is, remove "${draft}" and rotate again`,
      { cause },
    );
  }
}

function replaceKey(draft: string, file: string): void {
  const old = openSync(file, "r+");
  try {
    moveFile(draft, file);
    // Whoever gets at the disk later finds nothing in its place.
    writeSync(old, Buffer.alloc(fstatSync(old).size), 0, undefined, 0);
    fsyncSync(old);
  } finally {
    closeSync(old);
  }
}

function cannotWrite(file: string, cause: unknown): CommandFailure {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new CommandFailure(EXIT.unusable, `cannot write "${file}": ${reason}`, { cause });
}
