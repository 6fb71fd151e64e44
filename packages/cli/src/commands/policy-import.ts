import { describeProblem } from "@capfence/core";
import type { Command } from "commander";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { carryOver } from "../import/carry-over.ts";
import { importedText } from "../import/imported-text.ts";
import type { Fate } from "../import/note.ts";
import { readForeign } from "../import/read-foreign.ts";
import { refuseFolder, writeFiles } from "../init/write-files.ts";
import { printable, printableJson } from "../printable.ts";
import { readTextFile } from "../read-text-file.ts";
import { shortPath } from "../short-path.ts";
import { printLine, styled, type Style, type Terminal } from "../terminal.ts";
import { nobodysKey } from "../tokens/nobodys-key.ts";

/** What `capfence policy import` takes beside the file. */
interface PolicyImportOptions {
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

const WORDS: Readonly<Record<Fate, readonly [word: string, style: Style]>> = {
  carried: ["carried", "green"],
  narrowed: ["narrowed", "yellow"],
  left_out: ["left out", "red"],
};

/** Adds `capfence policy import`. */
export function addPolicyImport(
  policy: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  policy
    .command("import")
    .description(
      "make a policy of one of the form capframe: { version, default_policy, rules }, and say what became of each part; exits with 1 if something is left out",
    )
    .argument("<file>", "the other policy, YAML or JSON")
    .option("--out <file>", "where to write the policy; without it, it is printed")
    .option("--force", "overwrite a file that exists")
    .option("--json", "print the report, and the policy if it is not written, as JSON")
    .action((file: string, options: PolicyImportOptions) =>
      finish(policyImport(file, options, terminal)),
    );
}

function policyImport(
  file: string,
  { out, force = false, json = false }: PolicyImportOptions,
  { output, errors }: Terminal,
): ExitCode {
  const name = shortPath(file);
  const read = readForeign(readTextFile("policy", file), name);
  if (read.problems !== undefined) {
    if (json) printLine(output, printableJson({ valid: false, problems: read.problems }));
    else for (const one of read.problems) printLine(errors, printable(describeProblem(one)));
    return EXIT.unusable;
  }
  const carried = carryOver(read.policy, name);
  const policy = importedText(carried, nobodysKey());
  if (out !== undefined) {
    refuseFolder(out);
    writeFiles([[out, policy]], force);
  }
  const { notes, rules } = carried;
  if (json) {
    const place = out === undefined ? { policy } : { out };
    printLine(output, printableJson({ valid: true, ...place, rules, notes }));
  } else {
    for (const { fate, ...one } of notes) {
      const [word, style] = WORDS[fate];
      printLine(errors, `${styled(errors, style, word)} ${printable(describeProblem(one))}`);
    }
    if (out === undefined) output.write(policy);
    else
      printLine(
        output,
        printable(`wrote ${out}: ${rules.length === 1 ? "1 rule" : `${rules.length} rules`}`),
      );
    printLine(errors, "adapt tokens.issuers: the key that stands there is nobody's");
  }
  return notes.some(({ fate }) => fate === "left_out") ? EXIT.finding : EXIT.done;
}
