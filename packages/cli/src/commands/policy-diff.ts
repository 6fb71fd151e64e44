import { CapabilitySystem } from "@capfence/core";
import { type Command, Option } from "commander";
import { type DiffReport, FAIL_ON, failsOn, makeReport } from "../diff/diff-report.ts";
import { printReport } from "../diff/print-report.ts";
import { readTrace } from "../diff/read-trace.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { printableJson } from "../printable.ts";
import { printLine, type Terminal } from "../terminal.ts";

/** What `capfence policy diff` takes beside the two policies. */
interface PolicyDiffOptions {
  readonly events?: string;
  readonly failOn: (typeof FAIL_ON)[number];
  readonly json?: boolean;
}

/** Adds `capfence policy diff`. */
export function addPolicyDiff(
  policy: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  policy
    .command("diff")
    .description("say which calls two policies decide differently, each with an example")
    .argument("<old>", "the policy as it was")
    .argument("<new>", "the policy as it is to be")
    .option("--events <trace.jsonl>", "also judge these recorded calls, one JSON event in a line")
    .addOption(
      new Option("--fail-on <which>", "the differences to exit with 1 for")
        .choices(FAIL_ON)
        .default("any"),
    )
    .option("--json", "print the result as JSON")
    .action(async (before: string, after: string, options: PolicyDiffOptions) =>
      finish(await policyDiff(before, after, options, terminal)),
    );
}

async function policyDiff(
  before: string,
  after: string,
  { events, failOn, json }: PolicyDiffOptions,
  { output }: Terminal,
): Promise<ExitCode> {
  const [old, recent] = [before, after].map((file) => new CapabilitySystem().loadPolicy(file));
  if (old === undefined || recent === undefined) throw new TypeError("two policies were loaded");
  const trace =
    events === undefined ? undefined : readTrace(events, (tool) => recent.capabilityOfTool(tool));
  const report = await makeReport(old, recent, trace);
  if (json === true) printLine(output, printableJson(asJson(report, old, recent)));
  else printReport(report, output);
  return failsOn(report, failOn) ? EXIT.finding : EXIT.done;
}

function asJson(report: DiffReport, old: CapabilitySystem, recent: CapabilitySystem): object {
  const digests = { before: old.digest, after: recent.digest };
  return { digests, ...report };
}
