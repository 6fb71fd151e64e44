import type { Rows } from "./row.ts";

/** Programs that inspect a queue, a device, an archive of packages or a text, and change none by themselves. */
export const INSPECTORS: Rows = [
  {
    names: "delta",
    source: "delta(1): shows a difference",
    does: "reads",
    options:
      "-s,--side-by-side -n,--line-numbers --dark --light --color-only --raw --paging= -w,--width= --features= --pager=! --diff-args=+ --config=!",
  },
  {
    names: "difft",
    source: "Difftastic manual: it compares folders file by file",
    does: "reads",
    deep: true,
    options:
      "--check-only --list-languages --display= --color= --background= --context= --width= --tab-width= --exit-code --language= --ignore-comments --skip-unchanged --sort-paths --missing-as-empty --override=",
  },
  {
    names: "sdiff",
    source: "GNU diffutils manual 15: -o merges with an editor",
    does: "reads",
    options:
      "-i,--ignore-case -E -Z -b,--ignore-space-change -W,--ignore-all-space -B,--ignore-blank-lines -I= -a,--text -w,--width= -l,--left-column -s,--suppress-common-lines -t,--expand-tabs -d,--minimal -H -o,--output=! --diff-program=!",
  },
  {
    names: "filefrag fincore isosize",
    source: "filefrag(8), fincore(1), isosize(8)",
    does: "reads",
    options: "-b -e -k -s -v -x -X -J,--json -n,--noheadings -o,--output= -r,--raw -c -d=",
  },
  {
    names: "dua",
    source: "dua README: its interactive mode deletes",
    does: "lists",
    options:
      "-A,--apparent-size -f,--format= -x,--stay-on-filesystem -l,--count-hard-links -t,--threads= -i=",
    commands: [{ names: "i interactive", does: "runs" }],
  },
  {
    names: "inotifywait",
    source: "inotifywait(1)",
    does: "lists",
    options:
      "-q,--quiet -m,--monitor -r,--recursive -e,--event= -t,--timeout= --format= --timefmt= -c,--csv --exclude= --include= -o,--outfile=> --fromfile=< -d,--daemon+ -s,--syslog+",
  },
  {
    names: "getopt",
    source: "util-linux getopt(1)",
    does: "prints",
    options:
      "-o,--options= -l,--longoptions= -n,--name= -q,--quiet -Q,--quiet-output -s,--shell= -a,--alternative -u,--unquoted -T,--test",
  },
  {
    names: "hello lorem pokeget pokego",
    source: "manual or README of each: they print a text",
    does: "prints",
    open: true,
  },
  { names: "blahaj", source: "blahaj README", does: "reads", open: true },
  { names: "pg_config", source: "PostgreSQL reference II: pg_config", does: "prints", open: true },
  {
    names: "urpmq urpmf",
    source: "urpmq(8); urpmf(8): -e is code in Perl, of which patterns become a part",
    does: "asks",
    options:
      "-f -i -l -d -g -p -r -s -a -o -q,--quiet -v --list --list-media --list-url --fuzzy --sources --summary --description --group --size --name --files --provides --requires --media= --excludemedia= --literal -e=!",
    words: [[/[^\w.+-]/, "runs"]],
  },
  {
    names: "pacconf pacinfo paclog paccapability pacsift pactree expac",
    source: "pacutils, pacman-contrib and expac manual pages",
    does: "prints",
    options:
      "--verbose --raw --short --warnings --errors --list --installed --repo= -r -d= -u -l -c -s -S -Q -v --config=< --root= --dbpath= --sysroot= --logfile=<",
  },
  {
    names: "sinfo squeue sacct sstat sprio sreport sshare",
    source: "Slurm manual pages: they ask the controller",
    does: "asks",
    open: true,
  },
  {
    names: "lpstat",
    source: "CUPS lpstat(1)",
    does: "asks",
    options: "-a -c -d -D -e -E -H -l -o -p -r -R -s -t -u -v -W= -U= -h=+",
  },
  { names: "ntpctl rc-status", source: "ntpctl(8), rc-status(8)", does: "prints", open: true },
  {
    names: "birdc birdcl",
    source: "BIRD user's guide 4: other commands change routes",
    does: "wrecks",
    options: "-r -v -s=",
    commands: [
      {
        names:
          "show/protocols show/route show/status show/interfaces show/memory show/symbols show/ospf show/bfd",
        does: "prints",
      },
    ],
  },
  {
    names: "ddcutil",
    source: "ddcutil(1): other commands set values",
    does: "changes",
    options: "-d,--display= -b,--bus= -l,--model= -t,--terse --brief -v,--verbose",
    commands: [
      { names: "detect capabilities getvcp vcpinfo environment interrogate", does: "prints" },
    ],
  },
  {
    names: "brightnessctl",
    source: "brightnessctl(1)",
    does: "changes",
    bare: "prints",
    options: "-d,--device= -c,--class= -l,--list% -m,--machine-readable -q,--quiet",
    commands: [{ names: "get max info g m i", does: "prints" }],
  },
  {
    names: "playerctl",
    source: "playerctl(1)",
    does: "changes",
    options: "-l,--list-all% -p,--player= -a,--all-players -f,--format= -F,--follow -i= -s",
    commands: [{ names: "status metadata", does: "prints" }],
  },
  {
    names: "snapper",
    source: "snapper(8)",
    does: "wrecks",
    options: "-c,--config= -q -v --iso --table-style= --json --csv -t,--type= --columns=",
    commands: [{ names: "list ls list-configs status diff get-config", does: "reads" }],
  },
  {
    names: "swaplabel",
    source: "swaplabel(8): -L and -U set",
    does: "reads",
    options: "-L,--label=# -U,--uuid=#",
  },
  {
    names: "tune.exfat",
    source: "tune.exfat(8)",
    does: "wrecks",
    options: "-l,--print-label% -i,--print-guid% -s,--print-serial% -v",
  },
  {
    names: "arecord",
    source: "aplay(1)",
    does: "updates",
    options: "-l,--list-devices% -L,--list-pcms%",
  },
  {
    names: "systool smem",
    source: "systool(1), smem(8)",
    does: "prints",
    options:
      "-a -A= -b= -c= -d -D -h -m= -p -P -v -u,--users -k,--abbreviate -s,--sort= -r,--reverse -t,--totals -w,--system -U= -n -R= -K= -S=<",
  },
  {
    names: "watson timew",
    source: "Watson and Timewarrior documentation",
    does: "updates",
    bare: "prints",
    options: "-a,--all -d,--day -w,--week -m,--month -f,--from= -t,--to= -j,--json -s,--csv",
    commands: [
      { names: "log status report projects tags frames aggregate summary export", does: "prints" },
    ],
  },
  {
    names: "notmuch",
    source: "notmuch(1)",
    does: "updates",
    options: "--format=? --output=? --limit=? --sort=? --config=!",
    commands: [{ names: "search count address show", does: "prints" }],
  },
];
