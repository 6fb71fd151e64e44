import type { Effects } from "../effects.ts";
import type { Run, Word } from "../run.ts";
import { readArguments } from "./arguments.ts";
import { readOptions } from "./option-table.ts";
import { readSedScript } from "./sed-script.ts";
import { Tally } from "./tally.ts";

const OPTIONS = readOptions(`
  -n,--quiet,--silent -e,--expression= -f,--file=! -E,-r,--regexp-extended -s,--separate -u,--unbuffered
  -z,--null-data -l,--line-length= --posix --debug --sandbox --follow-symlinks -b,--binary -i,--in-place=?^`);

/** Reads sed(1): its script, whose `w` writes, `r` reads and `e` runs, and the files it edits. */
export function readSed(run: Run): Effects {
  const tally = new Tally();
  const { given, operands, patterns, strange, unclear } = readArguments(run, 1, OPTIONS, undefined);
  if (unclear) tally.anything("words of `sed` are not known before it runs, and may be options");
  if (strange.length > 0) tally.anything(`\`sed\` has no harmless option \`${strange[0] ?? ""}\``);
  const scripts: Word[] = [];
  let files = operands;
  for (const { name, value } of given) {
    if (name === "-e" || name === "--expression") scripts.push(value);
    if (name === "-f" || name === "--file")
      tally.reads([value]).anything("a script of `sed` in a file may run anything");
  }
  const edits = given.some(({ option }) => option.marks.includes("^"));
  if (scripts.length === 0 && !given.some(({ option }) => option.marks.includes("!"))) {
    scripts.push(operands[0]);
    files = operands.slice(1);
  }
  for (const script of scripts) {
    const whole = script !== undefined && !patterns.has(script);
    const read = whole ? readSedScript(script) : undefined;
    if (read === undefined) tally.anything("the script of `sed` may run a program");
    else tally.reads(read.reads).writes(read.writes);
  }
  tally.reads(files);
  if (edits) tally.writes(files);
  return tally.result();
}
