import type { SignerKey } from "../encoding/note/note-key.ts";
import { ApprovalError } from "../errors.ts";

/** Who says something, and how they prove it. */
export interface Speaker {
  /** A name; that of the key where there is one. */
  readonly by?: string;
  /** Signs what is said; without it nobody can tell who really said it. */
  readonly signer?: SignerKey;
}

/** The name of who speaks. Throws `ApprovalError` for none, or another than that of the key. */
export function nameOf({ by, signer }: Speaker): string {
  const name = by ?? signer?.verifier.name ?? "";
  checkWords("the name of who speaks", name, 256);
  if (signer !== undefined && signer.verifier.name !== name)
    throw new ApprovalError(
      `the key is that of "${signer.verifier.name}", not of "${name}"; answer under its name`,
    );
  return name;
}

/** What people say goes into the log, and must be readable there. Throws `ApprovalError`. */
export function checkWords(name: string, words: string, limit: number): void {
  if (words.trim() === "") throw new ApprovalError(`${name} must not be empty`);
  if (words.length > limit) throw new ApprovalError(`${name} is longer than ${limit} characters`);
  if (!words.isWellFormed()) throw new ApprovalError(`${name} has a lone surrogate`);
}
