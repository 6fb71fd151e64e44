import type { Effects } from "../effects.ts";
import type { Run, Word } from "../run.ts";
import { readArguments } from "./arguments.ts";
import { readOptions } from "./option-table.ts";
import { Tally } from "./tally.ts";

const OPTIONS = readOptions(`
  -t,--list~ -x,--extract,--get& -c,--create -r,--append -u,--update -A,--catenate,--concatenate -d,--diff,--compare~
  --delete# -f,--file= -C,--directory= -v,--verbose -z,--gzip,--gunzip -j,--bzip2 -J,--xz --zstd --lzma --lzip --lzop
  -Z,--compress -a,--auto-compress -p,--preserve-permissions -k,--keep-old-files -m,--touch -O,--to-stdout
  -h,--dereference --exclude= --strip-components= --wildcards --no-recursion --one-file-system -W,--verify
  --numeric-owner --owner= --group= --mode= --mtime= --sort= --totals -b,--blocking-factor= -X,--exclude-from=<
  -T,--files-from=! -I,--use-compress-program=! --to-command=! --checkpoint=? --checkpoint-action=!
  -F,--info-script=! --new-volume-script=! --rsh-command=! --rmt-command=! --remove-files# -P,--absolute-names+
  --overwrite -U,--unlink-first --recursive-unlink# -g,--listed-incremental=> --index-file=> -K= -N,--newer= -L= -V=
  --exclude-vcs --full-time --transform=! --xform=! -w,--interactive -S,--sparse -o --no-same-owner --same-owner
  --no-same-permissions --occurrence=? --volno-file=> --force-local -H,--format= -B -i -l -M! -n -s -R`);
/** Letters that take a word; in the form without a dash, words follow in the order of the letters. */
const TAKES_WORD = "fCbXTIFgKNLVH";

/** Reads tar(1), also in its old form without a dash. */
export function readTar(run: Run): Effects {
  const tally = new Tally();
  const { given, operands, patterns, strange, unclear } = readArguments(
    withDashes(run),
    1,
    OPTIONS,
    undefined,
  );
  if (unclear) tally.anything("words of `tar` are not known before it runs, and may be options");
  if (strange[0] !== undefined) tally.anything(`\`tar\` has no harmless option \`${strange[0]}\``);
  const marks = given.map(({ option }) => option.marks).join("");
  const has = (...names: readonly string[]): boolean =>
    given.some(({ name }) => names.includes(name));
  const archives: Word[] = [];
  for (const { name, option, value } of given) {
    if (name === "-f" || name === "--file") archives.push(value);
    if (option.marks === "<") tally.reads([value]);
    if (option.marks === ">") tally.writes([value]);
  }
  if (marks.includes("!")) tally.anything("an option of `tar` may run another program");
  if (marks.includes("+")) tally.changes("`tar` may write outside the folder it unpacks to");
  if (marks.includes("#")) tally.destroys().writes(operands);
  // `host:file` is an archive on another host, reached through a remote shell.
  if (archives.some((archive) => isRemote(archive, patterns.has(archive))))
    tally.anything("the archive may be on another host").connects();
  if (has("-x", "--extract", "--get") && !has("-O", "--to-stdout")) tally.writesOthers();
  if (marks.includes("~") || has("-x", "--extract", "--get")) return tally.reads(archives).result();
  // Names behind `-C` are in that folder.
  const folders = given
    .filter(({ name }) => name === "-C" || name === "--directory")
    .map(({ value }) => value);
  const packed = [...operands, ...folders];
  return tally.writes(archives).reads(packed).readsBelow(packed).result();
}

/** Whether an archive may be on another host; before a `:` there is no folder. */
function isRemote(archive: Word, isPattern: boolean): boolean {
  return archive?.includes(":") === true || (isPattern && !/^[^*]*\//.test(archive ?? ""));
}

function withDashes(run: Run): Run {
  const [name, letters, ...rest] = run.words;
  if (letters === undefined || run.words[1] === undefined || !/^[A-Za-z]+$/.test(letters))
    return run;
  const options: Word[] = [];
  for (const letter of letters) {
    options.push(`-${letter}`);
    if (TAKES_WORD.includes(letter)) options.push(rest.shift());
  }
  // Shapes go by index, which has moved: without them unknown words count as anything.
  return { words: [name, ...options, ...rest], receives: run.receives };
}
