import type { GrantInput } from "@capfence/core";
import { readConditions } from "../approvals/read-conditions.ts";
import { withOpenedEngine } from "../approvals/with-engine.ts";
import { type SpeakerOptions, speakerWithKey, speakerWithoutKey } from "../approvers/choose-key.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import type { LogOption } from "../log/log-place.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";
import { describeGrant } from "./describe-grant.ts";

/** What `capfence grant` takes. */
export interface GrantOptions
  extends
    LogOption,
    SpeakerOptions,
    Pick<
      GrantInput,
      "actor" | "capability" | "environment" | "session" | "reason" | "quorum" | "breakGlass"
    > {
  readonly duration?: number;
  readonly conditions?: string;
}

/** Said where a grant has no signature. */
export const UNSIGNED: string =
  "this grant is not signed: it opens nothing where the policy has approvers for the call, and elsewhere whoever can run this command can grant";

const DEFAULT_SECONDS = 3600;

/** Keeps a grant, and shows it; it is recorded in the log. */
export async function giveGrant(options: GrantOptions, terminal: Terminal): Promise<ExitCode> {
  const { output, errors, clock } = terminal;
  const { duration, conditions, ...rest } = options;
  const warn = (text: string): void => printLine(errors, styled(errors, "yellow", text));
  const parsed = conditions === undefined ? {} : { conditions: readConditions(conditions) };
  const speaker = (await speakerWithKey(options, terminal)) ?? speakerWithoutKey(options);
  if (duration === undefined) warn("no --duration was given, so it lasts 1h");
  const input = { ...pick(rest), ...parsed, ...speaker };
  const grant = await withOpenedEngine(options, terminal, (engine) =>
    engine.grant({ ...input, durationSeconds: duration ?? DEFAULT_SECONDS }),
  );
  printLine(output, describeGrant(grant, clock(), output));
  if (speaker.signer === undefined) warn(UNSIGNED);
  return EXIT.done;
}

function pick(options: Omit<GrantOptions, "duration" | "conditions">) {
  const { actor, capability, environment, session, reason, quorum, breakGlass } = options;
  return {
    actor,
    capability,
    environment,
    ...(session === undefined ? {} : { session }),
    ...(reason === undefined ? {} : { reason }),
    ...(quorum === undefined ? {} : { quorum }),
    ...(breakGlass === undefined ? {} : { breakGlass }),
  };
}
