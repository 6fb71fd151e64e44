import type { ActionEvent, CapabilitySystem, Explanation, Json } from "@capfence/core";
import type { Command } from "commander";
import { CommandFailure } from "../command-failure.ts";
import { isInline, readEventArgument } from "../event/event-argument.ts";
import { EventProblem } from "../event/event-problem.ts";
import { readEvent, readRecordedFiles } from "../event/read-event.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { explanationLines } from "../explanation/explanation-lines.ts";
import { verdictOf } from "../explanation/verdict.ts";
import { loadSystem } from "../load-system.ts";
import { printableJson } from "../printable.ts";
import { printLine, type Terminal } from "../terminal.ts";

interface PolicyExplainOptions {
  readonly all?: boolean;
  readonly json?: boolean;
}

/** Adds `capfence policy explain`. */
export function addPolicyExplain(
  policy: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  policy
    .command("explain")
    .description("say what a policy decides of a call, rule by rule and condition by condition")
    .argument("<policy>", "the policy")
    .argument("<event>", "a JSON file, - for standard input, or JSON that starts with {")
    .option("--all", "also list the rules that do not bear on the call's capability")
    .option("--json", "print the explanation as JSON")
    .action(async (file: string, event: string, options: PolicyExplainOptions) =>
      finish(await explainPolicy(file, event, options, terminal)),
    );
}

async function explainPolicy(
  file: string,
  argument: string,
  options: PolicyExplainOptions,
  terminal: Terminal,
): Promise<ExitCode> {
  const system = await loadSystem(file);
  const value = await readEventArgument(argument, terminal);
  const event = eventOf(value, argument, system);
  const explanation = system.explain(event, readRecordedFiles(value));
  if (options.json === true)
    printLine(terminal.output, printableJson(asJson(explanation, file, system.mode)));
  else {
    const lines = explanationLines(explanation, options.all ? "list" : "count", terminal.output);
    for (const line of lines) printLine(terminal.output, line);
    if (system.mode === "observe")
      printLine(terminal.output, "the policy only observes: this is recorded, and the call runs");
  }
  return EXIT.done;
}

/** The event of an argument; a failure names the file it came from. */
function eventOf(value: Json, argument: string, system: CapabilitySystem): ActionEvent {
  try {
    return readEvent(value, (tool) => system.capabilityOfTool(tool));
  } catch (cause) {
    if (!(cause instanceof EventProblem) || isInline(argument)) throw cause;
    const place = argument === "-" ? "standard input" : argument;
    throw new CommandFailure(cause.exitCode, `${place}: ${cause.message}`, { cause });
  }
}

function asJson(explanation: Explanation, policy: string, mode: string): object {
  return { policy, mode, verdict: verdictOf(explanation.decision), ...explanation };
}
