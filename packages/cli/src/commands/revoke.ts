import { blocksOf, readToken, revokeToken } from "@capfence/core/tokens";
import type { Command } from "commander";
import { speakerWithoutKey } from "../approvers/choose-key.ts";
import { CommandFailure } from "../command-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { LOG_OPTION, type LogOption } from "../log/log-place.ts";
import { openLogForWriting } from "../log/open-log.ts";
import { withTrail } from "../log/open-trail.ts";
import { printLine, type Terminal } from "../terminal.ts";
import { readTokenText } from "../tokens/read-token-argument.ts";
import { findRevocation, revocationWords } from "../tokens/revocations.ts";
import { BY_OPTION } from "./answer-command.ts";

interface RevokeOptions extends LogOption {
  readonly token: string;
  readonly all?: boolean;
  readonly by?: string;
  readonly reason?: string;
}

/** Adds `capfence revoke`. */
export function addRevoke(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  program
    .command("revoke")
    .description("take a capability token back for good, with all that was made from it")
    .requiredOption(
      "--token <id>",
      "the id of a block, as capfence token inspect shows it; or a token, whose last block it is; or - for standard input",
    )
    .option("--all", "the first block of the token, and so everything that was ever made from it")
    .option(...LOG_OPTION)
    .option(...BY_OPTION)
    .option("--reason <text>", "why, for the log")
    .action(async (options: RevokeOptions) => finish(await revoke(options, terminal)));
}

/** Whoever sees that something is wrong can stop it at once, so it takes no key. */
async function revoke(options: RevokeOptions, terminal: Terminal): Promise<ExitCode> {
  const { output, clock } = terminal;
  const id = idIn(await readTokenText(options.token, terminal), options.all === true);
  const { by = "" } = speakerWithoutKey(options);
  const { reason } = options;
  const said = { by, at: clock(), ...(reason === undefined ? {} : { reason }) };
  const storage = await openLogForWriting(options, terminal);
  try {
    const isNew = await withTrail(storage, options, terminal, (trail) =>
      revokeToken(trail, id, said),
    );
    const before = isNew ? undefined : await findRevocation([id], storage);
    printLine(
      output,
      before === undefined
        ? `revoked ${id}, and with it all that was made from it`
        : `${id} was revoked before: ${revocationWords(before)}`,
    );
    return EXIT.done;
  } finally {
    await storage.close();
  }
}

function idIn(text: string, isWhole: boolean): string {
  if (!text.startsWith("tok_")) {
    const blocks = blocksOf(readToken(text).chain);
    return (isWhole ? blocks[0] : blocks.at(-1))?.id ?? "";
  }
  if (!isWhole) return text;
  throw new CommandFailure(
    EXIT.unusable,
    "--all needs the whole token: an id does not tell what its block was made from",
  );
}
