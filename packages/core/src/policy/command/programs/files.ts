import { readDd } from "./dd.ts";
import { readFind } from "./find.ts";
import type { Rows } from "./row.ts";

/** Programs that list, make, move and remove files. */
export const FILES: Rows = [
  { names: "find gfind bfs", source: "GNU findutils manual 2, 3", does: "lists", read: readFind },
  {
    names: "ls dir vdir gls stat gstat readlink realpath greadlink du",
    source: "GNU coreutils manual 10, 14, 18.4",
    does: "lists",
    open: true,
    options: "--files0-from=< -X,--exclude-from=<",
  },
  {
    names: "file",
    source: "file(1): -C writes a compiled magic file",
    does: "reads",
    open: true,
    options: "-C,--compile& -m,--magic-file=< -f,--files-from=< -F= -P= -e=",
  },
  {
    names: "exa eza lsd colorls dust dutree pdu erd",
    source: "eza(1), lsd README, dust README",
    does: "lists",
    open: true,
  },
  {
    names: "tree",
    source: "tree(1)",
    does: "lists",
    options: `-a -d -f -i -l -x -p -s -h -u -g -D -F -q -N -Q -n -C -A -S -J -X -L= -P= -I= -r -t -c -U -v -o=> -R! -H= -T= --du --dirsfirst --filesfirst --noreport
      --prune --si --inodes --device --gitignore --filelimit= --timefmt= --charset= --sort= --matchdirs --ignore-case --fromfile --info --metafirst --nolinks`,
  },
  {
    names: "fd fdfind",
    source: "fd(1)",
    does: "lists",
    options: `-x,--exec=! -X,--exec-batch=! -H,--hidden -I,--no-ignore -u,--unrestricted -s,--case-sensitive -i,--ignore-case -g,--glob -F,--fixed-strings
      -a,--absolute-path -l,--list-details -L,--follow -p,--full-path -d,--max-depth= --min-depth= --exact-depth= -E,--exclude= -t,--type= -e,--extension= -S,--size=
      --changed-within= --changed-before= --newer= --older= -o,--owner= -c,--color= -0,--print0 -q,--quiet -1 --max-results= --base-directory= --search-path= -j,--threads= --regex`,
  },
  {
    names: "locate mlocate plocate slocate whereis which gwhich",
    source: "locate(1), whereis(1), which(1)",
    does: "prints",
    open: true,
    options: "-S",
  },
  {
    names:
      "pwd basename dirname gbasename gdirname pathchk lslocks lsattr getfacl getfattr namei mimetype isainfo getconf",
    source: "POSIX pwd, basename, dirname, pathchk; lsattr(1), getfacl(1), namei(1)",
    does: "prints",
    open: true,
  },
  {
    names: "mkdir touch mkfifo gmkdir gtouch",
    source: "GNU coreutils manual 12, 13.4",
    does: "writes",
    options:
      "-p,--parents -m,--mode= -v,--verbose -a -c,--no-create -d,--date= -r,--reference=< -t= -h,--no-dereference",
  },
  {
    names: "mktemp",
    source: "GNU coreutils manual 18.4",
    does: "updates",
    options: "-d,--directory -p,--tmpdir= -t= -u,--dry-run% -q --suffix=",
  },
  {
    names: "cp gcp",
    source: "GNU coreutils manual 11.1",
    does: "copies",
    options: `-a,--archive -R,-r,--recursive -p --preserve=? -f,--force -i,--interactive -n,--no-clobber -u,--update=? -v,--verbose -l,--link -s,--symbolic-link
      -t,--target-directory=> -T,--no-target-directory -L,--dereference -P,--no-dereference -d -H -x,--one-file-system --parents -b --backup=? -S,--suffix= --reflink=? --sparse= --attributes-only -Z --strip-trailing-slashes --remove-destination`,
  },
  {
    names: "mv gmv ln gln link install ginstall",
    source: "GNU coreutils manual 11.3-11.5, 12.2",
    does: "writes",
    options: `-f,--force -i,--interactive -n,--no-clobber -u,--update=? -v,--verbose -s,--symbolic -t,--target-directory=> -T,--no-target-directory -b --backup=? -S,--suffix=
      -r,--relative -L -P -d,--directory -D -m,--mode= -o,--owner=+ -g,--group=+ -p,--preserve-timestamps -C,--compare --strip --strip-program=! -h`,
  },
  {
    names: "rename prename file-rename mmv",
    source: "rename(1): the Perl version evaluates code",
    does: "runs",
  },
  {
    names:
      "rm grm unlink gunlink rmdir grmdir srm rd del erase trash trash-put trash-empty rmtrash wipe scrub shred gshred truncate gtruncate",
    source: "GNU coreutils manual 11.6, 12.4, 13.3; POSIX rm; trash-cli README",
    does: "destroys",
    open: true,
    options: "-n,--iterations= -s,--size= --random-source=< -r,-R,--recursive* -f,--force",
  },
  {
    names: "chmod gchmod",
    source: "GNU coreutils manual 13.3: the first operand is a mode",
    does: "changes",
    options: "--reference=< -R,--recursive*",
    // Open to everyone for writing, or run with its owner's rights.
    words: [
      [/./, "writes"],
      [/^[0-7]*[2367]$|^0?[2467][0-7]{3}$|[oa][ugoa]*[+=][rxX]*w|[+=][rwx]*s/, "destroys"],
    ],
    open: true,
  },
  {
    names:
      "chown chgrp gchown gchgrp chattr setfacl setfattr chcon restorecon setcap setfiles chflags",
    source: "GNU coreutils manual 13.1; chattr(1), setfacl(1), setcap(8)",
    does: "destroys",
    options: "-R,--recursive*",
    open: true,
  },
  {
    names: "dd gdd dcfldd dc3dd",
    source: "GNU coreutils manual 11.2",
    does: "destroys",
    read: readDd,
  },
  {
    names: "fallocate mknod gmknod",
    source: "fallocate(1), mknod(1)",
    does: "changes",
    words: [[/./, "writes"]],
  },
  {
    names: "patch",
    source: "GNU diffutils manual 10; patch(1)",
    does: "updates",
    options: "-p= -i=< -R -N --dry-run -d= -b -s -f -o=> -r=> --verbose -E -l",
  },
  {
    names: "fdupes jdupes rmlint rdfind duff czkawka",
    source: "fdupes(1), jdupes(1): -d deletes",
    does: "lists",
    options:
      "-r,--recurse -S,--size -m,--summarize -q -n -A -f -1 -s -d,--delete# -N,--noprompt# -L# -B#",
  },
  { names: "sync fsync", source: "GNU coreutils manual 14.4", does: "prints", open: true },
];
