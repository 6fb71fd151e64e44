import { readAwk } from "./awk.ts";
import type { Rows } from "./row.ts";
import { readSed } from "./sed.ts";

/** Programs that print what they are given, changed or counted. */
export const TEXT_FILTERS: Rows = [
  {
    // An option with a value hides the word behind it: a row lists only what is so for each of its programs.
    names: `cat tac rev expand unexpand cksum sum md5sum sha1sum sha224sum sha256sum sha384sum sha512sum b2sum b3sum shasum md5 crc32 wc
      colrm col colcrt zcat bzcat tsort sha3sum asciitopgm isutf8 ul rot13 lolcat`,
    source: "GNU coreutils manual 3, 6, 7; util-linux col(1); gzip zcat(1)",
    does: "reads",
    open: true,
    options: "--files0-from=<",
  },
  {
    names: "head tail",
    source: "GNU coreutils manual 5.1, 5.2",
    does: "reads",
    open: true,
    options: "-n,--lines= -c,--bytes= --pid= -s,--sleep-interval= --max-unchanged-stats=",
  },
  {
    names: "cut paste join comm",
    source: "GNU coreutils manual 7.5, 8",
    does: "reads",
    open: true,
    options: "-f,--fields= -b,--bytes= --output-delimiter= --delimiter= --delimiters=",
  },
  {
    names: "nl fold fmt od strings hexdump hd look column cmp hexyl xxhsum",
    source: "GNU coreutils manual 3.3, 4; binutils strings; util-linux column(1), hexdump(1)",
    does: "reads",
    open: true,
  },
  {
    names:
      "grep egrep fgrep zgrep zegrep zfgrep bzgrep bzegrep bzfgrep xzgrep xzegrep xzfgrep lzgrep zstdgrep ",
    source: "GNU grep manual 2; gzip zgrep(1)",
    does: "searches",
    open: true,
    options: `-e,--regexp=. -f,--file=<. -m,--max-count= -A,--after-context= -B,--before-context= -C,--context=
      --include= --exclude= --exclude-dir= --exclude-from=< --label= --color,--colour=? -d,--directories=*
      -D,--devices= -r,-R,--recursive,--dereference-recursive/* -h -s`,
  },
  {
    names: "rg ripgrep",
    source: "ripgrep rg(1)",
    does: "searches",
    deep: true,
    open: true,
    options: `-e,--regexp=. -f,--file=<. --files,--type-list. -g,--glob= --iglob= -t,--type= -T,--type-not= -m,--max-count=
      -A,--after-context= -B,--before-context= -C,--context= -r,--replace= -M,--max-columns= -d,--max-depth= --sort= --sortr=
      -j,--threads= --pre=! --pre-glob= --hostname-bin=! --search-zip --ignore-file=< --color= --colors= -E,--encoding=`,
  },
  {
    names: "ag ack ugrep ug sift pt",
    source: "ag(1); ack documentation; ugrep(1)",
    does: "searches",
    deep: true,
    options: `-i -l -L -n -w -v -c -o -r -R -s -Q -H -h -a -x -k -p= -A= -B= -C= -m= -g= -f --ignore-case --files-with-matches --count
      --word-regexp --type= -t= --python --java --js --cc --hidden --literal --stats --depth= --color=? --only-matching --line-number --files-without-match --no-messages --nocolor --ignore= --ignore-dir=
      --files --help-types --fuzzy= -Z=? --after= --before= --context=? --smart-case -S`,
  },
  {
    names: "sort gsort",
    source: "GNU coreutils manual 7.1",
    does: "reads",
    open: true,
    options: `-o,--output=> -T,--temporary-directory=> --compress-program=! --files0-from=< -k,--key= -t,--field-separator=
      -S,--buffer-size= --parallel= --batch-size= --random-source=< --sort= --check=?`,
  },
  {
    names: "uniq guniq",
    source: "GNU coreutils manual 7.3; its second operand is written",
    does: "derives",
    open: true,
    options: "-f,--skip-fields= -s,--skip-chars= -w,--check-chars= --all-repeated=? --group=?",
  },
  {
    names: "xzcat lzcat zstdcat lz4cat md5deep rhash",
    source: "xz(1), zstd(1), rhash(1)",
    does: "reads",
    options: "-o,--output=> -k -f -q -v -r -T=",
  },
  {
    names: "tr gtr",
    source: "GNU coreutils manual 9.1",
    does: "prints",
    open: true,
  },
  { names: "sed gsed", source: "GNU sed manual", does: "reads", read: readSed },
  {
    names: "awk gawk mawk nawk",
    source: "POSIX awk; GNU awk manual 2, 4.10, 9.1.4",
    does: "runs",
    read: readAwk,
  },
  {
    names: "diff colordiff zdiff zcmp bzdiff xzdiff diff3 wdiff dwdiff",
    source: "GNU diffutils manual 13",
    does: "reads",
    options: `-l,--paginate -y,--side-by-side -u,--unified=? -U= -c -C= -r,--recursive* -q,--brief -w,--ignore-all-space -b -B -i -E -Z -N,--new-file
      -a,--text -s,--report-identical-files -e -f -n -p -t -T -d -W,--width= -x,--exclude= -X,--exclude-from=< -I= -F= -D,--ifdef= --label= -S
      --color=? --suppress-common-lines --left-column --strip-trailing-cr --normal --old-line-format= --new-line-format=
      --unchanged-line-format= --line-format= --changed-group-format= --unchanged-group-format= --minimal --speed-large-files
      --suppress-blank-empty --no-dereference --ignore-case --ignore-blank-lines --ignore-space-change --ignore-trailing-space --from-file=< --to-file=<`,
  },
  {
    names: "jq gojq jaq",
    source:
      "jq manual: a filter cannot write or run, `env` and `input` read; jaq README: -i writes",
    does: "searches",
    open: true,
    options:
      "-f,--from-file=<. -i,--in-place^ --arg= --argjson= --slurpfile=! --rawfile=! --argfile=! --indent= -L=<",
    words: [[/\$ENV|\benv\b|\$__prog|\b(?:import|include)\b/, "runs"]],
  },
  {
    names: "yq xq tomlq",
    source:
      "mikefarah yq documentation: -i edits in place; expressions can load files and, if enabled, run",
    does: "searches",
    options:
      "-r -y -s=?& -e -n -o,--output-format= -p,--input-format= -P,--prettyPrint -C -M -j -i,--inplace^ -I,--indent=",
    words: [[/\benv\b|strenv|envsubst|load|system|exec/, "runs"]],
  },
  {
    names: "xmllint",
    source: "xmllint(1)",
    does: "reads",
    options:
      "--format --noout --xpath= --valid --schema=<  --html --noent! --shell! -o,--output=> --recover --nonet --version --stream --dtdvalid=@",
    words: [[/:\/\//, "sends"]],
  },
  {
    names: "xsv csvstat csvgrep csvcut csvlook csvsort csvjson",
    source: "csvkit documentation 1; xsv README: three of its commands write",
    does: "reads",
    words: [[/^(?:index|partition|split)$/, "updates"]],
    options:
      "-c,--columns= -r,--regex= -m,--match= -d,--delimiter= -n,--names -H -t,--tabs -e= --no-header-row --mean --max --min --sum --unique --nulls -a -i,--invert-match",
  },
  {
    names: "tee gtee",
    source: "GNU coreutils manual 17.1",
    does: "writes",
    options: "-a,--append -i,--ignore-interrupts -p --output-error=?",
  },
  {
    names: "split csplit",
    source: "GNU coreutils manual 5.3, 5.4: makes files next to its prefix",
    does: "updates",
    options:
      "-l,--lines= -b,--bytes= -C= -n,--number= -d -a,--suffix-length= --additional-suffix= --filter=! -f,--prefix= -k -z -s --verbose -x -t= -e -u",
  },
  {
    names: "xxd",
    source: "xxd(1): a second operand is written",
    does: "derives",
    options:
      "-r,-revert -p,-ps,-plain -l,-len= -c,-cols= -s,-seek= -g,-groupsize= -b,-bits -u -i,-include -e -a -E -o= -n=",
  },
  {
    names: "pv",
    source: "pv(1)",
    does: "reads",
    options:
      "-p -t -e -r -b -L,--rate-limit= -s,--size= -l -i= -q -c -N= -n -W -a -f -B= -S -w= -H=",
  },
  {
    names: "iconv ",
    source: "iconv(1)",
    does: "reads",
    options: "-f,--from-code= -t,--to-code= -c -s -l,--list -o,--output=>",
  },
  {
    names: "dos2unix unix2dos mac2unix unix2mac",
    source: "dos2unix(1)",
    does: "writes",
    options: "-k -q -o -n -c= -i~ --info=?~",
  },
  { names: "sponge", source: "moreutils sponge(1)", does: "writes", options: "-a" },
  {
    names: "shuf gshuf",
    source: "GNU coreutils manual 7.2",
    does: "reads",
    options:
      "-e,--echo -i,--input-range= -n,--head-count= -o,--output=> --random-source=< -r,--repeat -z",
  },
  { names: "pr", source: "POSIX pr", does: "reads", open: true },
  {
    names: "base64 base32 basenc base16 uuencode",
    source: "GNU coreutils manual 4",
    does: "reads",
    open: true,
    options: "-w,--wrap=  -i=< -o=> --input=< --output=>",
  },
  { names: " gettext ngettext", source: "GNU gettext manual 15.5", does: "prints" },
];
