import { Command } from "commander";
import { addApprovals } from "./commands/approvals.ts";
import { addApprove } from "./commands/approve.ts";
import { addApprovers } from "./commands/approvers.ts";
import { addCheckPolicy } from "./commands/check-policy.ts";
import { addDemo } from "./commands/demo.ts";
import { addGrant } from "./commands/grant.ts";
import { addGrants } from "./commands/grants.ts";
import { addInit } from "./commands/init.ts";
import { addKeys } from "./commands/keys.ts";
import { addLogs } from "./commands/logs.ts";
import { addPendingApprovals } from "./commands/pending-approvals.ts";
import { addPolicy } from "./commands/policy.ts";
import { addProveConsistency } from "./commands/prove-consistency.ts";
import { addReceipt } from "./commands/receipt.ts";
import { addReject } from "./commands/reject.ts";
import { addStorage } from "./commands/storage.ts";
import { addVerify } from "./commands/verify.ts";
import { addVerifyReceipt } from "./commands/verify-receipt.ts";
import { addWitness } from "./commands/witness.ts";
import { EXIT_CODE_HELP, type ExitCode } from "./exit-code.ts";
import { packageVersion } from "./package-version.ts";
import { printable } from "./printable.ts";
import type { Terminal } from "./terminal.ts";

const COMMANDS = [
  addDemo,
  addCheckPolicy,
  addPolicy,
  addInit,
  addLogs,
  addVerify,
  addReceipt,
  addVerifyReceipt,
  addProveConsistency,
  addPendingApprovals,
  addApprovals,
  addApprove,
  addReject,
  addGrant,
  addGrants,
  addApprovers,
  addKeys,
  addStorage,
  addWitness,
];

/** The `capfence` command line; `finish` gets the exit code of the command that ran. */
export function makeProgram(terminal: Terminal, finish: (code: ExitCode) => void): Command {
  const { output, errors } = terminal;
  const program = new Command("capfence")
    .description("check policies, answer approvals and read the audit log of guarded agents")
    .version(packageVersion())
    .addHelpText("afterAll", EXIT_CODE_HELP)
    .configureOutput({
      writeOut: (text) => output.write(text),
      // Commander quotes what was typed, or what a script put there.
      writeErr: (text) => errors.write(text.split("\n").map(printable).join("\n")),
    })
    .exitOverride();
  for (const add of COMMANDS) add(program, terminal, finish);
  return program;
}
