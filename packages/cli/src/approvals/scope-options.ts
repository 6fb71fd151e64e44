import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { parseTimeToCome } from "../timestamp.ts";
import type { ApprovalScope } from "./approval-scope.ts";

/** The options of `capfence approve` that say how far it goes. */
export interface ScopeOptions {
  readonly scope?: ApprovalScope["kind"];
  readonly until?: string;
  readonly conditions?: string;
  readonly yes?: boolean;
}

/** How long anything but one call stays open where nobody says. */
const DEFAULT_SECONDS = 8 * 3600;

/** Refuses options that exclude each other, before anything is asked. */
export function checkScope({ scope = "once", until, conditions }: ScopeOptions): void {
  const fault =
    scope === "once" && until !== undefined
      ? "--until needs --scope: session, until, payload or envelope"
      : scope === "until" && until === undefined
        ? "--scope until needs --until, a time or how long: 2h, 30m, 2026-01-31T18:00Z"
        : conditions !== undefined && (scope === "once" || scope === "payload")
          ? "--conditions needs --scope session, until or envelope"
          : undefined;
  if (fault !== undefined) throw new CommandFailure(EXIT.unusable, fault);
}

/** How long what is granted stays open, in seconds. */
export function secondsOf({ until }: ScopeOptions, { clock }: Terminal): number {
  if (until === undefined) return DEFAULT_SECONDS;
  const now = clock();
  const end = parseTimeToCome(until, now);
  const seconds = end === undefined ? 0 : Math.floor((end - now) / 1000);
  if (seconds >= 1) return seconds;
  throw new CommandFailure(
    EXIT.unusable,
    end === undefined
      ? `"${until}" is not a time; use 30m, 2h, 2026-01-31 or 2026-01-31T18:00Z`
      : `"${until}" is not a time to come; it is over`,
  );
}
