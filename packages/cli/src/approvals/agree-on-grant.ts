import { type ApprovalRequest, type JsonObject, toolOf } from "@capfence/core";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import { ruleText } from "../grants/rule-text.ts";
import { printable } from "../printable.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";
import { showMoment } from "../timestamp.ts";
import { grantOf, type WiderGrant, type WiderScope } from "./approval-scope.ts";
import { type Envelope, proposeEnvelope } from "./envelope.ts";
import { readConditions } from "./read-conditions.ts";
import { type ScopeOptions, secondsOf } from "./scope-options.ts";

/** What is to be let through beside the call that asked, shown as a rule; asked for where the command has proposed it. Undefined for that call alone. */
export async function agreeOnGrant(
  request: ApprovalRequest,
  options: ScopeOptions,
  terminal: Terminal,
): Promise<WiderGrant | undefined> {
  const { scope: kind = "once" } = options;
  if (kind === "once") return undefined;
  const seconds = secondsOf(options, terminal);
  const proposed = kind === "envelope" && options.conditions === undefined;
  const { conditions, open = [] } = proposed ? envelopeOf(request) : given(options);
  const grant = grantOf(scopeOf(kind, seconds, conditions), request);
  show(request, grant, open, terminal);
  if (proposed) await agree(open, options, terminal);
  return grant;
}

function scopeOf(
  kind: WiderScope["kind"],
  seconds: number,
  conditions: JsonObject | undefined,
): WiderScope {
  if (kind === "payload") return { kind, seconds };
  if (kind !== "envelope")
    return { kind, seconds, ...(conditions === undefined ? {} : { conditions }) };
  // Without conditions it would let everything through.
  if (conditions === undefined) throw new TypeError("an envelope must have conditions");
  return { kind, seconds, conditions };
}

function given({ conditions }: ScopeOptions): Partial<Envelope> {
  return conditions === undefined ? {} : { conditions: readConditions(conditions) };
}

function envelopeOf(request: ApprovalRequest): Envelope {
  const envelope = proposeEnvelope(request);
  if (envelope !== undefined) return envelope;
  throw new CommandFailure(
    EXIT.finding,
    "no envelope can list the arguments: there are none, or the name of one is empty or redacted; give one with --conditions, or use --scope payload",
  );
}

function show(
  request: ApprovalRequest,
  grant: WiderGrant,
  open: readonly string[],
  { output, errors, clock }: Terminal,
): void {
  const end = showMoment(clock() + grant.durationSeconds * 1000);
  const only = grant.digest === undefined ? "calls" : "this very call, as often as it is made,";
  printLine(output, `lets through ${only} until ${end}:`);
  printLine(output, ruleText({ ...grant, ...toolOf(request), actor: request.actor }));
  const warn = (text: string): void => printLine(errors, styled(errors, "yellow", text));
  if (request.environment === undefined)
    warn("the request names no environment, so calls in any environment are let through");
  for (const pointer of open)
    warn(`${printable(pointer)} is redacted and cannot be compared: any value is let through`);
}

/** Nobody agrees unseen to what cannot be limited. */
async function agree(
  open: readonly string[],
  { yes }: ScopeOptions,
  { ask }: Terminal,
): Promise<void> {
  if (yes === true && open.length === 0) return;
  if (ask === undefined)
    throw new CommandFailure(
      EXIT.unusable,
      yes === true
        ? "--yes does not take what is redacted; give your own with --conditions"
        : "there is no terminal to ask on; take this with --yes, or give your own with --conditions",
    );
  const answer = (await ask.line("Let such calls through? [y/N] ")).trim().toLowerCase();
  if (answer === "y" || answer === "yes") return;
  throw new CommandFailure(EXIT.finding, "not agreed; nothing was approved");
}
