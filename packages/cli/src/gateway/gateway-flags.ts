import { resolve } from "node:path";
import { type Command, Option } from "commander";
import type { ApprovalSettings, GatewaySettings, LogLevel } from "@capfence/mcp/gateway";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import { isPostgresUrl } from "../log/postgres-url.ts";

/** What every command that runs a gateway can be told. */
export interface GatewayFlags {
  readonly agent?: string;
  readonly environment?: string;
  readonly lock?: string;
  /** False for `--no-pin`. */
  readonly pin: boolean;
  readonly approvals?: ApprovalSettings["channel"];
  readonly approver?: string;
  readonly wait?: string;
  readonly storage?: string;
  readonly logLevel: LogLevel;
}

/** Adds those flags to a command. */
export function addGatewayFlags(command: Command): Command {
  return command
    .option("--agent <actor>", "who makes the calls, as policies and the log name them")
    .option("--environment <name>", "where calls take effect, such as production")
    .option("--lock <file>", "the lock file with the reviewed definitions of tools")
    .option("--no-pin", "take definitions of tools as servers list them, however they change")
    .addOption(
      new Option("--approvals <channel>", "how approvals are asked for").choices(["auto", "queue"]),
    )
    .option("--approver <name>", "the name under which the user of the client answers")
    .option("--wait <time>", "how long a call is held open for an approval, such as 20s")
    .option("--storage <place>", "where the log is: a file, or postgres://user@host/database")
    .addOption(
      new Option("--log-level <level>", "how much is said on standard error")
        .choices(["silent", "error", "warn", "info"])
        .default("info"),
    );
}

/**
 * Settings with what the flags say in the place of what they said; `parseDuration` is given, as every start of the
 * command loads this file, and need not load the gateway. Throws `CommandFailure`.
 */
export function withFlags(
  settings: GatewaySettings,
  flags: GatewayFlags,
  parseDuration: (text: string) => number | undefined,
): GatewaySettings {
  const { agent, environment, lock, pin, approvals, approver, storage } = flags;
  return {
    ...settings,
    identity: {
      ...settings.identity,
      ...(agent === undefined ? {} : { actor: agent }),
      ...(environment === undefined ? {} : { environment }),
    },
    pins: {
      ...settings.pins,
      ...(lock === undefined ? {} : { file: resolve(lock) }),
      ...(pin ? {} : { mode: "off" }),
    },
    approvals: {
      ...settings.approvals,
      ...(approvals === undefined ? {} : { channel: approvals }),
      ...(approver === undefined ? {} : { approver }),
      ...(flags.wait === undefined ? {} : { wait: timeOf(flags.wait, parseDuration) }),
    },
    ...(storage === undefined
      ? {}
      : { storage: isPostgresUrl(storage) ? storage : resolve(storage) }),
  };
}

function timeOf(text: string, parseDuration: (text: string) => number | undefined): number {
  const time = parseDuration(text);
  if (time !== undefined) return time;
  throw new CommandFailure(
    EXIT.unusable,
    `--wait: expected a time such as 20s or 5m, got "${text}"`,
  );
}
