import { writeFileSync } from "node:fs";
import type { Command } from "commander";
import { CommandFailure } from "../command-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { formatPolicy } from "../format/format-policy.ts";
import { printable } from "../printable.ts";
import { readTextFile } from "../read-text-file.ts";
import { printLine, type Terminal } from "../terminal.ts";

/** What `capfence policy fmt` takes beside the files. */
interface PolicyFmtOptions {
  readonly check?: boolean;
  readonly write?: boolean;
  readonly schema?: boolean;
}

/** Adds `capfence policy fmt`. */
export function addPolicyFmt(
  policy: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  policy
    .command("fmt")
    .description("print policies in their canonical form; what they mean never changes")
    .argument("<files...>", "the policies")
    .option("--check", "only name the files that are not in this form, and exit with 1 if any is")
    .option("--write", "write the files instead of printing them")
    .option("--schema", "add the line by which editors find the schema of policies")
    .action((files: readonly string[], options: PolicyFmtOptions) =>
      finish(policyFmt(files, options, terminal)),
    );
}

function policyFmt(
  files: readonly string[],
  { check = false, write = false, schema = false }: PolicyFmtOptions,
  { output }: Terminal,
): ExitCode {
  if (check && write)
    throw new CommandFailure(EXIT.unusable, "--check and --write exclude each other");
  let code: ExitCode = EXIT.done;
  for (const file of files) {
    const text = readTextFile("policy", file, { ignoreBOM: true });
    const formatted = formatPolicy(file, text, { modeline: schema });
    const changes = formatted !== text;
    if (write && changes) writeFileSync(file, formatted);
    if (check && changes) code = EXIT.finding;
    if (check || write) {
      if (changes) printLine(output, printable(file));
    } else output.write(shown(formatted, output));
  }
  return code;
}

/** What a terminal may show of a text; a file or a pipe gets the text itself. */
function shown(text: string, output: NodeJS.WritableStream): string {
  const isTerminal = "isTTY" in output && output.isTTY === true;
  return isTerminal ? text.split("\n").map(printable).join("\n") : text;
}
