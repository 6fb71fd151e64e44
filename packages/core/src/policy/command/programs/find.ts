import { matchesGlob } from "../../glob.ts";
import type { Effects } from "../effects.ts";
import type { Run, Word } from "../run.ts";
import { Tally } from "./tally.ts";

const set = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const ALONE = set(`
  -H -L -P -E -X -d -s -x -O0 -O1 -O2 -O3 ! ( ) ,
  -a -and -o -or -not -daystart -depth -empty -executable -false -follow -ignore_readdir_race -ls -mount -nogroup
  -noignore_readdir_race -noleaf -nouser -nowarn -print -print0 -prune -quit -readable -true -warn -writable -xdev -acl`);
const WITH_VALUE = set(`
  -D -f -amin -anewer -atime -cmin -cnewer -context -ctime -fstype -gid -group -ilname -iname -inum -ipath -iregex
  -iwholename -links -lname -maxdepth -mindepth -mmin -mtime -name -newer -path -perm -printf -regex -regextype
  -samefile -size -type -uid -used -user -wholename -xtype -Bmin -Bnewer -Btime -flags -mnewer
  -since -xattrname`);
/** Actions that write to the file named next. */
const WRITES = set("-fprint -fprint0 -fls -fprintf");
/** Actions that no word taken for something else may turn out to be. */
const DANGEROUS = [...WRITES, "-delete", "-exec", "-execdir", "-ok", "-okdir", "-files0-from"];

/** Reads find(1): start folders, then an expression. Its `-exec` clauses are runs of their own and are not among the words. */
export function readFind({ words, shapes }: Run): Effects {
  const tally = new Tally();
  const starts: Word[] = [];
  let started = false;
  for (let index = 1; index < words.length; index += 1) {
    const word = words[index];
    if (word === undefined) {
      const shape = shapes?.get(index);
      if (shape === undefined || mayAct(shape))
        tally.anything(
          "words of `find` are not known before it runs, and may be `-delete` or `-exec`",
        );
      if (!started) starts.push(shape);
    } else if (!/^(?:-.|[!(),]$)/.test(word)) {
      // A path may stand after the expression too, for some versions.
      starts.push(word);
    } else {
      started ||= !/^-(?:[HLPEXdsx]|O\d|D|f)$/.test(word);
      const value = words[index + 1];
      if (WITH_VALUE.has(word) || /^-newer[aBcm][aBcmt]$/.test(word)) {
        if (value !== undefined) index += 1;
      } else if (WRITES.has(word)) {
        tally.writes([value]);
        index += 1;
      } else if (word === "-delete") tally.destroys();
      else if (word === "-files0-from") tally.reads([value]).readsOthers();
      else if (!ALONE.has(word)) tally.anything(`\`find ${word}\` may run anything`);
    }
  }
  const deletes = words.includes("-delete");
  if (deletes) tally.writes(starts.length === 0 ? ["."] : starts).writesOthers();
  return tally.add("lists", starts, "").result();
}

function mayAct(shape: string): boolean {
  return DANGEROUS.some((action) => matchesGlob(shape, action));
}
