import { capabilityMatcher } from "@capfence/core";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { parseTime } from "../timestamp.ts";

/** Which records of a log are wanted; what is left out does not restrict. */
export interface LogFilter {
  readonly agent?: string;
  readonly capability?: (capability: string) => boolean;
  readonly effect?: string;
  /** Milliseconds since the Unix epoch. */
  readonly since?: number;
}

/** The options that say which records are wanted. */
export interface FilterOptions {
  readonly agent?: string;
  readonly capability?: string;
  readonly decision?: "allow" | "deny" | "require_approval";
  readonly since?: string;
}

/** Reads the options. Throws `CommandFailure` for a pattern or a time that is none. */
export function readFilter(
  { agent, capability, decision, since }: FilterOptions,
  { clock }: Pick<Terminal, "clock">,
): LogFilter {
  const covers = capability === undefined ? undefined : capabilityMatcher(capability);
  if (capability !== undefined && covers === undefined)
    throw new CommandFailure(
      EXIT.unusable,
      `"${capability}" is not a capability pattern such as shell.execute or shell.*`,
    );
  const from = since === undefined ? undefined : parseTime(since, clock());
  if (since !== undefined && from === undefined)
    throw new CommandFailure(
      EXIT.unusable,
      `"${since}" is not a time; use 2026-01-31, 2026-01-31T12:00Z, 15m, 24h or 7d`,
    );
  return {
    ...(agent === undefined ? {} : { agent }),
    ...(covers === undefined ? {} : { capability: covers }),
    ...(decision === undefined ? {} : { effect: decision }),
    ...(from === undefined ? {} : { since: from }),
  };
}
