import type { Speaker } from "@capfence/core";
import type { Command } from "commander";
import { withOpenedEngine } from "../approvals/with-engine.ts";
import {
  APPROVER_KEY_OPTION,
  type SpeakerOptions,
  speakerWithKey,
  speakerWithoutKey,
} from "../approvers/choose-key.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { describeGrant, endorsersOf, grantStateOf } from "../grants/describe-grant.ts";
import { UNSIGNED } from "../grants/give-grant.ts";
import { listGrants, type ListGrantsOptions, readGrant, showGrant } from "../grants/list-grants.ts";
import { LOG_OPTION, type LogOption } from "../log/log-place.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";
import { BY_OPTION } from "./answer-command.ts";

interface ChangeOptions extends LogOption, SpeakerOptions {
  readonly reason?: string;
}

const ID = ["<id>", "the grant's id, as capfence grants list shows it"] as const;
const JSON_OPTION = ["--json", "print JSON"] as const;

/** Adds `capfence grants`. */
export function addGrants(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  const grants = program
    .command("grants")
    .description("show what is granted, take it back, or join those who grant it");
  grants
    .command("list")
    .description("list the grants in force, oldest first")
    .option(...LOG_OPTION)
    .option("--all", "those as well that have ended")
    .option(...JSON_OPTION)
    .action(async (options: ListGrantsOptions) => finish(await listGrants(options, terminal)));
  grants
    .command("show")
    .description("show everything there is to know of one")
    .argument(...ID)
    .option(...LOG_OPTION)
    .option(...JSON_OPTION)
    .action(async (id: string, options: LogOption & { readonly json?: boolean }) =>
      finish(await showGrant(id, options, terminal)),
    );
  grants
    .command("revoke")
    .description("take one back; no call after it is let through by it")
    .argument(...ID)
    .option(...LOG_OPTION)
    .option(...BY_OPTION)
    .option("--key <file>", "file of a private key to sign with; it works without one")
    .option("--reason <text>", "why, for the log")
    .action(async (id: string, options: ChangeOptions) =>
      finish(await revoke(id, options, terminal)),
    );
  grants
    .command("endorse")
    .description("join those who grant one that needs more than one")
    .argument(...ID)
    .option(...LOG_OPTION)
    .option(...BY_OPTION)
    .option(...APPROVER_KEY_OPTION)
    .action(async (id: string, options: ChangeOptions) =>
      finish(await endorse(id, options, terminal)),
    );
}

/** Whoever sees that something is wrong can stop it at once, so nobody has to find their key first. */
async function revoke(id: string, options: ChangeOptions, terminal: Terminal): Promise<ExitCode> {
  const { reason, key } = options;
  const signed = key === undefined ? undefined : await speakerWithKey(options, terminal);
  const said = { ...(signed ?? speakerWithoutKey(options)), ...(reason && { reason }) };
  const { output, clock } = terminal;
  const grant = await withOpenedEngine(options, terminal, (engine) => engine.revoke(id, said));
  printLine(output, describeGrant(grant, clock(), output));
  return EXIT.done;
}

async function endorse(id: string, options: ChangeOptions, terminal: Terminal): Promise<ExitCode> {
  const { output, errors, clock } = terminal;
  // Nobody signs what they have not seen.
  const seen = await readGrant(id, options, terminal);
  printLine(output, describeGrant(seen, clock(), output));
  const signed = await speakerWithKey(options, terminal);
  const speaker: Speaker = signed ?? speakerWithoutKey(options);
  const grant = await withOpenedEngine(options, terminal, (engine) =>
    engine.endorse(id, { ...speaker, seen }),
  );
  const said = `granted by ${endorsersOf(grant)} (${grantStateOf(grant, clock())})`;
  printLine(output, styled(output, "green", said));
  if (signed === undefined) printLine(errors, styled(errors, "yellow", UNSIGNED));
  return EXIT.done;
}
