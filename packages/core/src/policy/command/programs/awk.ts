import type { Effects } from "../effects.ts";
import type { Run } from "../run.ts";
import { readArguments } from "./arguments.ts";
import { readOptions } from "./option-table.ts";
import { Tally } from "./tally.ts";

const OPTIONS = readOptions(
  "-F,--field-separator= -v,--assign= --posix --re-interval -S,--sandbox -b,--characters-as-bytes",
);
const ASSIGNMENT = /^[A-Za-z_]\w*=/;

/** Reads awk(1): the program among its words may run others, write and read any file. */
export function readAwk(run: Run): Effects {
  const tally = new Tally();
  const { operands, patterns, strange, unclear } = readArguments(run, 1, OPTIONS, undefined);
  const [program, ...files] = operands;
  if (unclear) tally.anything("words of `awk` are not known before it runs, and may be options");
  else if (strange[0] !== undefined)
    tally.anything(`\`awk ${strange[0]}\` may run code that is not seen`);
  else if (program === undefined || patterns.has(program) || !isPlain(program))
    tally.anything("the program of `awk` may run others or write");
  else if (/\bARG[VC]\s*(?:\[[^\]]*\]\s*)?(?:=(?!=)|\+[+=])/.test(program))
    tally.anything("the program of `awk` chooses what it reads");
  else if (/\bARG[VC]\b/.test(program)) tally.readsOthers();
  if (files.some((file) => file?.startsWith("/inet"))) tally.connects();
  if (program?.includes("ENVIRON") === true) tally.reads(["/proc/self/environ"]);
  return tally.reads(files.filter((file) => file === undefined || !ASSIGNMENT.test(file))).result();
}

/**
 * Whether an awk program surely runs and writes nothing. Read by characters, not by its grammar: what stands in a
 * string or a pattern counts as if it were code, which errs to the strict side alone.
 */
function isPlain(program: string): boolean {
  if (/system|getline|@|\\\n|\\\r|extension/.test(program)) return false;
  const print = program.indexOf("print");
  // `print > file` and `print | program` need a print before them.
  return print === -1 || !/[>|]/.test(program.slice(print).replaceAll("||", ""));
}
