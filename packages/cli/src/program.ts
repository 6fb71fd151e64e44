import { Command } from "commander";
import { EXIT_CODE_HELP, type ExitCode } from "./exit-code.ts";
import { packageVersion } from "./package-version.ts";
import { printable } from "./printable.ts";
import type { Terminal } from "./terminal.ts";

/** Adds a command to the program. */
type AddCommand = (program: Command, terminal: Terminal, finish: (code: ExitCode) => void) => void;

/** Every command, in the order of the help; one that runs need not wait until the others are loaded. */
const COMMANDS: ReadonlyMap<string, () => Promise<AddCommand>> = new Map([
  ["demo", async () => (await import("./commands/demo.ts")).addDemo],
  ["check-policy", async () => (await import("./commands/check-policy.ts")).addCheckPolicy],
  ["policy", async () => (await import("./commands/policy.ts")).addPolicy],
  ["init", async () => (await import("./commands/init.ts")).addInit],
  ["discover", async () => (await import("./commands/discover.ts")).addDiscover],
  ["serve", async () => (await import("./commands/mcp-serve.ts")).addServe],
  ["mcp", async () => (await import("./commands/mcp.ts")).addMcp],
  ["logs", async () => (await import("./commands/logs.ts")).addLogs],
  ["verify", async () => (await import("./commands/verify.ts")).addVerify],
  ["receipt", async () => (await import("./commands/receipt.ts")).addReceipt],
  ["verify-receipt", async () => (await import("./commands/verify-receipt.ts")).addVerifyReceipt],
  [
    "prove-consistency",
    async () => (await import("./commands/prove-consistency.ts")).addProveConsistency,
  ],
  [
    "pending-approvals",
    async () => (await import("./commands/pending-approvals.ts")).addPendingApprovals,
  ],
  ["approvals", async () => (await import("./commands/approvals.ts")).addApprovals],
  ["approve", async () => (await import("./commands/approve.ts")).addApprove],
  ["reject", async () => (await import("./commands/reject.ts")).addReject],
  ["grant", async () => (await import("./commands/grant.ts")).addGrant],
  ["grants", async () => (await import("./commands/grants.ts")).addGrants],
  ["token", async () => (await import("./commands/token.ts")).addToken],
  ["revoke", async () => (await import("./commands/revoke.ts")).addRevoke],
  ["approvers", async () => (await import("./commands/approvers.ts")).addApprovers],
  ["keys", async () => (await import("./commands/keys.ts")).addKeys],
  ["storage", async () => (await import("./commands/storage.ts")).addStorage],
  ["witness", async () => (await import("./commands/witness.ts")).addWitness],
]);

/**
 * The `capfence` command line, with the command that `asked` names, or with all where it names none: for help, and for
 * what is misspelt. `finish` gets the exit code of the command that ran.
 */
export async function makeProgram(
  asked: string | undefined,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): Promise<Command> {
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
  const one = COMMANDS.get(asked ?? "");
  const loaded = await Promise.all(
    (one === undefined ? [...COMMANDS.values()] : [one]).map((load) => load()),
  );
  for (const add of loaded) add(program, terminal, finish);
  return program;
}
