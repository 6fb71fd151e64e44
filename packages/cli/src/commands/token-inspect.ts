import { readToken } from "@capfence/core/tokens";
import type { Command } from "commander";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { loadSystem } from "../load-system.ts";
import { printable, printableJson } from "../printable.ts";
import { printLine, styled, type Terminal } from "../terminal.ts";
import { askGate, type GateAnswer } from "../tokens/ask-gate.ts";
import { tokenAsJson, tokenTree } from "../tokens/describe-token.ts";
import { readTokenText, TOKEN_ARGUMENT } from "../tokens/read-token-argument.ts";

interface InspectOptions {
  readonly policy?: string;
  readonly json?: boolean;
}

const UNVERIFIED =
  "not verified: anybody can write such a text, and no signature was checked; --policy FILE checks them as its gate does";

/** Adds `capfence token inspect`. */
export function addTokenInspect(
  token: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  token
    .command("inspect")
    .argument(...TOKEN_ARGUMENT)
    .description("show what a token says, block by block")
    .option("--policy <file>", "verify it as the gate of this policy does")
    .option("--json", "print it as JSON")
    .action(async (argument: string | undefined, options: InspectOptions) =>
      finish(await inspect(argument, options, terminal)),
    );
}

async function inspect(
  argument: string | undefined,
  { policy: file, json }: InspectOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const { output, clock } = terminal;
  const policy = file === undefined ? undefined : await loadSystem(file);
  const text = await readTokenText(argument, terminal);
  const token = readToken(text);
  const now = clock();
  const answer = policy && askGate(text, policy, undefined, now);
  const gate = policy?.tokens?.audience;
  if (json === true)
    printLine(output, printableJson({ ...tokenAsJson(token), verified: asJson(answer) }));
  else {
    for (const line of tokenTree(token, now, output)) printLine(output, line);
    printLine(output, verdictLine(answer, gate ?? "", output));
  }
  return answer?.reason === undefined ? EXIT.done : EXIT.finding;
}

function asJson(answer: GateAnswer | undefined): boolean | object {
  if (answer === undefined) return false;
  return answer.token === undefined ? { reason: answer.reason, message: answer.message } : true;
}

function verdictLine(
  answer: GateAnswer | undefined,
  gate: string,
  output: NodeJS.WritableStream,
): string {
  if (answer === undefined) return styled(output, "yellow", UNVERIFIED);
  if (answer.token === undefined)
    return styled(output, "red", printable(`DENIED: ${answer.reason}: ${answer.message}`));
  return styled(
    output,
    "green",
    `verified: "${printable(gate)}" takes it, by its signatures, issuer, audience and times; capfence verify --token looks for it in the log as well`,
  );
}
