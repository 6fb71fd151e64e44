import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";

const SHORTEST = 8;

/** A passphrase for a new key, asked twice on the terminal. */
export async function newPassphrase({ ask }: Terminal): Promise<string> {
  if (ask === undefined)
    throw new CommandFailure(
      EXIT.unusable,
      "there is no terminal to ask for a passphrase on; run this on one, or leave the key unprotected with --no-passphrase",
    );
  const first = await ask.secret("Passphrase for the new key: ");
  if (first.length < SHORTEST)
    throw new CommandFailure(
      EXIT.unusable,
      `a passphrase has at least ${SHORTEST} characters; --no-passphrase makes a key without one`,
    );
  if ((await ask.secret("The same again: ")) === first) return first;
  throw new CommandFailure(EXIT.unusable, "the two passphrases differ; no key was made");
}

/** The passphrase of a key: `CAPFENCE_APPROVER_PASSPHRASE`, else asked on the terminal. */
export async function askPassphrase(name: string, { ask }: Terminal): Promise<string> {
  const given = process.env["CAPFENCE_APPROVER_PASSPHRASE"];
  if (given !== undefined && given !== "") return given;
  if (ask !== undefined) return ask.secret(`Passphrase for the key of ${name}: `);
  throw new CommandFailure(
    EXIT.unusable,
    `there is no terminal to ask for the passphrase of "${name}" on; run this on one, or set CAPFENCE_APPROVER_PASSPHRASE`,
  );
}
