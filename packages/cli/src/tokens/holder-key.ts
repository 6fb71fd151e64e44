import { ConfigurationError } from "@capfence/core";
import { type HolderKey, readHolderKey } from "@capfence/core/tokens";
import { readVerifierKey } from "@capfence/core/tlog";
import { readPrivateKey } from "../approvers/key-file.ts";
import { askPassphrase } from "../approvers/passphrase.ts";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";

/** The key of a holder in a file. */
export function readHolderFile(file: string, terminal: Terminal): Promise<HolderKey> {
  return readPrivateKey(file, (owner) => askPassphrase(owner, terminal), readHolderKey);
}

/** The public key that `--holder` is. */
export function readHolderOption(line: string): Uint8Array {
  // Whoever pastes the wrong line must not find it in a log.
  if (line.includes("PRIVATE+KEY"))
    throw wrong("this is a private key; give the public one, which capfence token holder printed");
  try {
    const { type, publicKey } = readVerifierKey(line);
    if (type === "ed25519") return publicKey;
  } catch (cause) {
    if (!(cause instanceof ConfigurationError)) throw cause;
    throw wrong(cause.message, cause);
  }
  throw wrong("this key is a witness's; give the one that capfence token holder printed");
}

function wrong(why: string, cause?: unknown): CommandFailure {
  return new CommandFailure(EXIT.unusable, `--holder: ${why}`, { cause });
}
