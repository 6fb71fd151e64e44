import { userInfo } from "node:os";
import type { Speaker } from "@capfence/core";
import type { VerifierKey } from "@capfence/core/tlog";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { readApproverKey, readPublicKey } from "./key-file.ts";
import { keyFileOf, namesOfKeys } from "./key-folder.ts";
import { askPassphrase } from "./passphrase.ts";

/** The options that say who speaks. */
export interface SpeakerOptions {
  readonly by?: string;
  readonly key?: string;
}

/** The option that names an approver's private key. */
export const APPROVER_KEY_OPTION = [
  "--key <file>",
  "file of the approver's private key (default: the one of --by, or the only one, in ~/.config/capfence/approvers)",
] as const;

/** Said where nobody can tell who really answers. */
export const NOT_AUTHENTICATED: string =
  "without approvers in the policy, approvals are not authenticated: whoever can run this command can answer";

/**
 * Who speaks, in the name of a key that the options name, or that is the only one there is, or the only one among
 * those of these names; undefined where there is none.
 */
export async function speakerWithKey(
  options: SpeakerOptions,
  terminal: Terminal,
  among?: readonly string[],
): Promise<Required<Speaker> | undefined> {
  const file = keyFile(options, terminal, among);
  if (file === undefined) return undefined;
  const { name } = publicKeyIn(file, options);
  const signer = await readApproverKey(file, (owner) => askPassphrase(owner, terminal));
  return { by: name, signer };
}

/** Who speaks without a key: the name given, else that of the operating system's user. */
export function speakerWithoutKey({ by }: SpeakerOptions): Speaker {
  if (by !== undefined) return { by };
  try {
    return { by: userInfo().username };
  } catch (cause) {
    throw new CommandFailure(
      EXIT.unusable,
      "the operating system has no name for you; give one with --by NAME",
      { cause },
    );
  }
}

/** The public key that {@link speakerWithKey} would take the private one of, for which it asks for no passphrase. */
export function publicKeyOf(
  options: SpeakerOptions,
  terminal: Terminal,
  among?: readonly string[],
): VerifierKey | undefined {
  const file = keyFile(options, terminal, among);
  return file === undefined ? undefined : publicKeyIn(file, options);
}

function keyFile(
  { by, key }: SpeakerOptions,
  terminal: Terminal,
  among: readonly string[] | undefined,
): string | undefined {
  if (key !== undefined) return key;
  const all = namesOfKeys(terminal);
  const wanted = all.filter((name) =>
    by === undefined ? (among?.includes(name) ?? true) : name === by,
  );
  // A key of another name is named in the refusal.
  const names = wanted.length === 0 && by === undefined ? all : wanted;
  const [only, ...others] = names;
  if (only === undefined) return undefined;
  if (others.length > 0)
    throw new CommandFailure(
      EXIT.unusable,
      `there are keys of ${names.join(", ")}; say whose to use with --by NAME`,
    );
  return keyFileOf(only, terminal);
}

function publicKeyIn(file: string, { by }: SpeakerOptions): VerifierKey {
  const key = readPublicKey(file);
  if (by === undefined || by === key.name) return key;
  throw new CommandFailure(
    EXIT.unusable,
    `the key in "${file}" is that of "${key.name}", not of "${by}"; leave --by out, or name the key of "${by}"`,
  );
}
