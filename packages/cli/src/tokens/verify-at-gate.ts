import { budgetsOf, isExceeded, readToken, TokenError } from "@capfence/core/tokens";
import { CommandFailure } from "../command-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { loadSystem } from "../load-system.ts";
import type { LogOption } from "../log/log-place.ts";
import { openLog } from "../log/open-log.ts";
import { printable, printableJson } from "../printable.ts";
import { alignColumns } from "../table.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";
import { showDistance, showMoment } from "../timestamp.ts";
import { askGate, type TokenCall } from "./ask-gate.ts";
import { type BudgetLeft, budgetsLeft, budgetWords } from "./budgets-left.ts";
import { dateOf } from "./date-of.ts";
import { expiryOf } from "./print-token.ts";
import { readArguments } from "./read-arguments.ts";
import { readTokenText } from "./read-token-argument.ts";
import { findRevocation, revocationWords } from "./revocations.ts";

/** What `capfence verify --token` takes. */
export interface VerifyTokenOptions extends LogOption {
  readonly token?: string;
  readonly policy?: string;
  readonly tool?: string;
  readonly arguments?: string;
  readonly agent?: string;
  readonly capability?: string;
  readonly environment?: string;
  readonly proof?: string;
  readonly json?: boolean;
}

interface Verdict {
  readonly verdict: "OK" | "DENIED";
  /** As decisions have it. */
  readonly reason?: string;
  readonly message?: string;
  readonly ids?: readonly string[];
  readonly issuer?: string;
  readonly actors?: readonly string[];
  readonly checked?: string;
  /** Left out where the token has no budget. */
  readonly budgets?: readonly BudgetLeft[];
}

const CHECKED = "signatures, issuer, audience, times, revocation in the log";
const NO_CALL = "neither scope nor proof: name a call with --tool, --arguments and --agent";

/** Says whether a gate would take a token, and a call with it. */
export async function verifyAtGate(
  options: VerifyTokenOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { policy: file, json } = options;
  if (file === undefined)
    throw new CommandFailure(EXIT.unusable, "--token needs the policy of a gate: --policy FILE");
  const call = await readCall(options, terminal);
  const policy = await loadSystem(file);
  const text = await readTokenText(options.token, terminal);
  const now = terminal.clock();
  const answer = askGate(text, policy, call, now);
  const verdict: Verdict =
    answer.token === undefined
      ? { verdict: "DENIED", ...answer }
      : await lookUp(answer.token, call !== undefined, options, terminal);
  const expires = expiryIn(text);
  const { output } = terminal;
  if (json === true)
    printLine(output, printableJson({ ...verdict, ...(expires && { expires: dateOf(expires) }) }));
  else printVerdict(verdict, expires, call !== undefined, terminal);
  return verdict.verdict === "OK" ? EXIT.done : EXIT.finding;
}

/** Looks a token up that is good in itself: it may be revoked, its proof used, or its budget used up. */
async function lookUp(
  token: NonNullable<ReturnType<typeof askGate>["token"]>,
  isCall: boolean,
  options: LogOption,
  terminal: Terminal,
): Promise<Verdict> {
  const { ids, issuer, actors, proof, chain } = token;
  const storage = await openLog(options, terminal);
  let facts: Pick<Verdict, "ids" | "issuer" | "actors" | "budgets"> = { ids, issuer, actors };
  try {
    const now = terminal.clock();
    const budgets = await budgetsLeft(chain, storage, now);
    if (budgets.length > 0) facts = { ...facts, budgets };
    const revocation = await findRevocation(ids, storage);
    if (revocation !== undefined) {
      const message = `${revocation.id} was revoked ${revocationWords(revocation)}`;
      return { verdict: "DENIED", reason: "token_revoked", message, ...facts };
    }
    const used = proof && (await storage.latest("proof", proof.nonce));
    if (used !== undefined) {
      const message = "the proof was used before; each call takes one of its own";
      return { verdict: "DENIED", reason: "token_replayed", message, ...facts };
    }
    for (const one of token.budgets ?? budgetsOf(chain))
      // oxlint-disable-next-line no-await-in-loop -- they are few
      if (await isExceeded(one, storage, now)) {
        const message = "its budget does not have enough left";
        return { verdict: "DENIED", reason: "token_exhausted", message, ...facts };
      }
  } finally {
    await storage.close();
  }
  const scope = proof === undefined ? ", scope" : ", scope, proof";
  return { verdict: "OK", ...facts, checked: `${CHECKED}${isCall ? scope : ""}` };
}

async function readCall(
  options: VerifyTokenOptions,
  terminal: Terminal,
): Promise<TokenCall | undefined> {
  const { tool, arguments: json, agent, capability, environment, proof } = options;
  const given = [tool, json, agent, capability, environment, proof];
  if (given.every((one) => one === undefined)) return undefined;
  if (tool === undefined || json === undefined || agent === undefined)
    throw new CommandFailure(
      EXIT.unusable,
      "a call is named with --tool NAME, --arguments JSON and --agent NAME, all of them",
    );
  return {
    tool,
    arguments: await readArguments(json, terminal),
    agent,
    ...(capability === undefined ? {} : { capability }),
    ...(environment === undefined ? {} : { environment }),
    ...(proof === undefined ? {} : { proof }),
  };
}

/** When a token expires as it says itself, whoever has written that; undefined for what is none. */
function expiryIn(text: string): number | undefined {
  try {
    return expiryOf(readToken(text));
  } catch (error) {
    if (error instanceof TokenError) return undefined;
    throw error;
  }
}

function printVerdict(
  { verdict, reason, message, ids, issuer, actors, budgets, checked }: Verdict,
  expires: number | undefined,
  isCall: boolean,
  { output, clock }: Terminal,
): void {
  const now = clock();
  printLine(output, styled(output, verdict === "OK" ? "green" : "red", verdict));
  const left =
    expires === undefined || expires <= now ? "over" : `in ${showDistance(expires - now)}`;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["reason", reason && `${reason}: ${message}`],
    ["token", ids?.join(" > ")],
    ["issuer", issuer],
    ["actors", actors && actors.length > 0 ? actors.join(" > ") : undefined],
    ["expires", expires === undefined ? undefined : `${showMoment(expires)} (${left})`],
    ["left", budgetWords(budgets)],
    ["checked", checked],
    ["not checked", checked === undefined || isCall ? undefined : NO_CALL],
  ];
  const known = facts.filter((fact): fact is [string, string] => fact[1] !== undefined);
  printLine(output, alignColumns(known.map(([name, fact]) => [name, printable(fact)])));
}
