import { type Command, Option } from "commander";
import { checkPolicyFile } from "../check/check-report.ts";
import { asJson, printCheck } from "../check/print-check.ts";
import { asSarif } from "../check/sarif.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { packageVersion } from "../package-version.ts";
import { printableJson } from "../printable.ts";
import { printLine, type Terminal } from "../terminal.ts";

/** What `capfence check-policy` takes beside the file. */
interface CheckPolicyOptions {
  readonly strict?: boolean;
  readonly format?: "text" | "json" | "sarif";
  readonly json?: boolean;
}

/** Adds `capfence check-policy`. */
export function addCheckPolicy(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  program
    .command("check-policy")
    .description("load a policy and list what is wrong or doubtful in it")
    .argument("<file>", "the policy")
    .option("--strict", "exit with 1 if anything is doubtful")
    .addOption(
      new Option(
        "--format <format>",
        "how to print the result: text unless --json is given",
      ).choices(["text", "json", "sarif"]),
    )
    .addOption(new Option("--json", "the same as --format json").conflicts("format"))
    .action((file: string, options: CheckPolicyOptions) =>
      finish(checkPolicy(file, options, terminal)),
    );
}

/** Loads a policy and everything it extends; prints what it holds, or why it does not load. */
function checkPolicy(file: string, options: CheckPolicyOptions, terminal: Terminal): ExitCode {
  const report = checkPolicyFile(file);
  const format = options.format ?? (options.json === true ? "json" : "text");
  if (format === "text") printCheck(report, terminal);
  else if (format === "json") printLine(terminal.output, printableJson(asJson(report)));
  else printLine(terminal.output, printableJson(asSarif(report, packageVersion())));
  if (report.problems !== undefined) return EXIT.unusable;
  return options.strict === true && report.findings.length > 0 ? EXIT.finding : EXIT.done;
}
