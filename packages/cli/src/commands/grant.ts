import { type Command, InvalidArgumentError } from "commander";
import { APPROVER_KEY_OPTION } from "../approvers/choose-key.ts";
import type { ExitCode } from "../exit-code.ts";
import { giveGrant, type GrantOptions } from "../grants/give-grant.ts";
import { LOG_OPTION } from "../log/log-place.ts";
import { readSeconds } from "../read-seconds.ts";
import type { Terminal } from "../terminal.ts";
import { BY_OPTION } from "./answer-command.ts";

/** Adds `capfence grant`. */
export function addGrant(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  program
    .command("grant")
    .description("let calls through that a policy asks approval for, before they are made")
    .requiredOption("-a, --actor <name>", 'whose calls; "*" for anybody\'s')
    .requiredOption("-c, --capability <pattern>", "which calls, such as payments.transfer")
    .requiredOption("-e, --environment <name>", 'where; "*" for anywhere')
    .option("--duration <time>", "how long: seconds, or 30m, 2h, 7d (default: 1h)", readSeconds)
    .option("-s, --session <id>", "only in this session; it ends with the duration as well")
    .option("--conditions <text>", "what the calls must meet, in YAML or JSON, as in an allow rule")
    .option("--reason <text>", "why, for the log")
    .option("--break-glass", "in an emergency: needs a reason, lasts a day at most, stands out")
    .option("--quorum <count>", "how many must grant it before it opens anything", readCount)
    // Its short form stands for the actor here.
    .option(LOG_OPTION[0].replace(/^-a, /, ""), LOG_OPTION[1])
    .option(...BY_OPTION)
    .option(...APPROVER_KEY_OPTION)
    .action(async (options: GrantOptions) => finish(await giveGrant(options, terminal)));
}

function readCount(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("expected a whole number from 1");
}
