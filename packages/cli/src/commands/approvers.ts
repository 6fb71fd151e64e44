import { existsSync } from "node:fs";
import { ConfigurationError } from "@capfence/core";
import { readVerifierKey, type VerifierKey, writeVerifierKey } from "@capfence/core/tlog";
import type { Command } from "commander";
import { addToPolicy, removeFromPolicy } from "../approvers/add-to-policy.ts";
import { createApproverKey, readPublicKey } from "../approvers/key-file.ts";
import { keyFileOf } from "../approvers/key-folder.ts";
import { listApprovers } from "../approvers/list-approvers.ts";
import { newPassphrase } from "../approvers/passphrase.ts";
import { collectValues } from "../collect-values.ts";
import { CommandFailure } from "../command-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { printable } from "../printable.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";

interface AddOptions {
  readonly key?: string;
  readonly policy?: string;
  readonly for?: readonly string[];
  readonly public?: string;
  readonly passphrase: boolean;
}

interface RemoveOptions {
  readonly policy: string;
  readonly for?: readonly string[];
}

const FOR_OPTION = [
  "--for <pattern>",
  "a capability pattern that the entry is for; can be repeated",
] as const;
const POLICY_OPTION = ["--policy <file>", "the policy"] as const;

/** Adds `capfence approvers`. */
export function addApprovers(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const approvers = program
    .command("approvers")
    .description("make the keys of those who approve, and say in a policy who may");
  approvers
    .command("add")
    .argument("<name>", "who approves, such as alice")
    .description("make an approver's key, and add its public key to a policy")
    .option(
      "--key <file>",
      "file of the private key (default: NAME.key in ~/.config/capfence/approvers)",
    )
    .option(
      "--policy <file>",
      "the policy that is to name the approver; without it, only the key is made",
    )
    .option(...FOR_OPTION, collectValues)
    .option("--public <line>", "add this public key of somebody else; no key is made")
    .option("--no-passphrase", "leave the key unprotected: whoever reads its file can approve")
    .action(async (name: string, options: AddOptions) =>
      finish(await addApprover(name, options, terminal)),
    );
  approvers
    .command("list")
    .description("list who may approve what")
    .requiredOption(...POLICY_OPTION)
    .option("--json", "print them as JSON")
    .action((options: { readonly policy: string; readonly json?: boolean }) =>
      finish(listApprovers(options, terminal)),
    );
  approvers
    .command("remove")
    .argument("<name>", "who is to approve no longer")
    .description("take an approver out of a policy")
    .requiredOption(...POLICY_OPTION)
    .option(...FOR_OPTION, collectValues)
    .action((name: string, options: RemoveOptions) =>
      finish(removeApprover(name, options, terminal)),
    );
}

async function addApprover(
  name: string,
  options: AddOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { policy, for: patterns = [], public: line } = options;
  if (policy === undefined && (patterns.length > 0 || line !== undefined))
    throw new CommandFailure(EXIT.unusable, "--for and --public need --policy FILE");
  const key = line === undefined ? await ownKey(name, options, terminal) : publicKey(name, line);
  const { output } = terminal;
  printLine(output, `public key: ${writeVerifierKey(key)}`);
  if (policy === undefined) return EXIT.done;
  addToPolicy(policy, key, patterns);
  const calls = patterns.length === 0 ? "all capabilities" : patterns.map(printable).join(", ");
  printLine(output, `${printable(policy)}: ${key.name} approves ${calls}`);
  return EXIT.done;
}

/** A new key; one that is there already is taken only where it is to be added to another policy. */
async function ownKey(name: string, options: AddOptions, terminal: Terminal): Promise<VerifierKey> {
  const file = options.key ?? keyFileOf(name, terminal);
  if (existsSync(file) && options.policy !== undefined) {
    const key = readPublicKey(file);
    if (key.name !== name)
      throw new CommandFailure(EXIT.finding, `the key in "${file}" is that of "${key.name}"`);
    printLine(terminal.output, `the key is that of ${printable(file)}`);
    return key;
  }
  if (existsSync(file))
    throw new CommandFailure(
      EXIT.finding,
      `there is a key in "${file}" already; add it to a policy with --policy FILE, or name another file with --key FILE`,
    );
  const { output, errors } = terminal;
  const passphrase = options.passphrase ? await newPassphrase(terminal) : undefined;
  const key = createApproverKey(file, name, passphrase);
  printLine(output, `wrote ${printable(file)}; keep it secret`);
  if (passphrase === undefined)
    printLine(
      errors,
      styled(
        errors,
        "yellow",
        "the key has no passphrase: whatever reads that file, an agent as well, can approve",
      ),
    );
  return key;
}

function publicKey(name: string, line: string): VerifierKey {
  // Whoever pastes the wrong line must not find it in a log.
  if (line.includes("PRIVATE+KEY"))
    throw new CommandFailure(EXIT.unusable, "this is a private key; give the public one");
  try {
    const key = readVerifierKey(line);
    if (key.name === name) return key;
    throw new CommandFailure(
      EXIT.unusable,
      `the public key is that of "${key.name}", not of "${name}"`,
    );
  } catch (cause) {
    if (!(cause instanceof ConfigurationError)) throw cause;
    throw new CommandFailure(EXIT.unusable, `--public: ${cause.message}`, { cause });
  }
}

function removeApprover(name: string, options: RemoveOptions, { output }: Terminal): ExitCode {
  const { policy, for: patterns } = options;
  const count = removeFromPolicy(policy, name, patterns);
  const entries = count === 1 ? "one entry" : `${count} entries`;
  printLine(output, `${printable(policy)}: ${printable(name)} is out of ${entries}`);
  return EXIT.done;
}
