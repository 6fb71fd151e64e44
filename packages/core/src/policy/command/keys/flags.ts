import { FALSE, TRUE, type Truth, UNCERTAIN } from "../../truth.ts";
import type { Run, Word } from "../run.ts";
import { every, type Judge, some } from "./judge.ts";

const FLAG = /^(?:--?|\+)[^\s=]+(?:=.*)?$/;

/** Whether a text is a flag as a policy may name it, such as `-f` or `--force`. */
export function isFlag(text: string): boolean {
  return FLAG.test(text) && text !== "--";
}

/** Restricting: some run has one of these flags, in whatever spelling. Permitting: every run surely has one. */
export function hasFlags(flags: readonly string[], restricts: boolean): Judge {
  return ({ findings, runs }) =>
    restricts
      ? some(
          runs.map((run) => mayHave(run, flags)),
          findings.opaque,
        )
      : every(
          runs.length === 0 ? [FALSE] : runs.map((run) => surelyHas(run, flags)),
          findings.opaque,
        );
}

function mayHave({ shapes, words }: Run, flags: readonly string[]): Truth {
  let truth: Truth = FALSE;
  let ended = false;
  for (const [index, word] of words.entries()) {
    if (index === 0) continue;
    if (word === undefined) {
      if (/^[-*]/.test(shapes?.get(index) ?? "*")) truth = UNCERTAIN;
    } else if (word === "--") ended = true;
    else if (flags.some((flag) => spells(word, flag))) {
      // Behind `--` most programs take words as they are; some hand them on to another.
      if (!ended) return TRUE;
      truth = UNCERTAIN;
    }
  }
  return truth;
}

/** Whether a word is a flag, with a value, abbreviated, or among other letters. */
function spells(word: string, flag: string): boolean {
  if (word === flag || word.startsWith(`${flag}=`)) return true;
  if (flag.startsWith("--")) {
    const name = word.replace(/=[^]*$/, "");
    return name.length > 2 && name.startsWith("--") && flag.startsWith(name);
  }
  const letter = /^-([^-])$/.exec(flag)?.[1];
  return (
    letter !== undefined &&
    /^-[^-]/.test(word) &&
    (/^-[a-zA-Z0-9]*/.exec(word)?.[0] ?? "").includes(letter)
  );
}

function surelyHas({ words }: Run, flags: readonly string[]): Truth {
  const end = words.indexOf("--");
  const options = end < 0 ? words : words.slice(0, end);
  let truth: Truth = FALSE;
  for (const [index, word] of options.entries()) {
    if (index === 0) continue;
    if (word !== undefined && flags.includes(word) && !mayBeValue(options[index - 1], index)) {
      const name = word.replace(/=[^]*$/, "");
      const others = words.filter((_other, place) => place !== index);
      // A second spelling of it may take it back, as in `--dry-run --dry-run=false`.
      if (!others.some((other) => other === undefined || takesBack(other, name))) return TRUE;
    }
    if (word === undefined || flags.some((flag) => spells(word, flag))) truth = UNCERTAIN;
  }
  return truth;
}

/** Whether a word may be the value of the option before it. */
function mayBeValue(before: Word, index: number): boolean {
  return index > 1 && (before === undefined || (before.startsWith("-") && !before.includes("=")));
}

function takesBack(word: string, name: string): boolean {
  return (
    word === name ||
    word.startsWith(`${name}=`) ||
    word.startsWith(`--no-${name.replace(/^-+/, "")}`)
  );
}
