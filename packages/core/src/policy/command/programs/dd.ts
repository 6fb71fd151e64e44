import type { Effects } from "../effects.ts";
import type { Run } from "../run.ts";
import { Tally } from "./tally.ts";

const SETTING = /^(?:bs|cbs|conv|count|ibs|iflag|iseek|obs|oflag|oseek|seek|skip|status)=/;

/** Reads dd(1), whose `of=` overwrites a file or a whole device. */
export function readDd(run: Run): Effects {
  const tally = new Tally();
  for (const word of run.words.slice(1))
    if (word?.startsWith("of=") === true) {
      tally.writes([word.slice(3)]);
      if (!/^of=\/dev\/(?:null|stdout)$/.test(word)) tally.destroys();
    } else if (word?.startsWith("if=") === true) tally.reads([word.slice(3)]);
    else if (word === undefined || !SETTING.test(word))
      tally.anything("a word of `dd` may name what it overwrites");
  return tally.result();
}
