import type { Rows } from "./row.ts";

/** Programs that run code: what it does is not among their words. */
export const INTERPRETERS: Rows = [
  {
    names: `sh bash dash zsh ksh fish ash csh tcsh mksh rbash elvish nu xonsh pwsh powershell busybox toybox
      python python2 python3 pypy pypy3 ipython perl ruby irb jruby node nodejs deno tsx ts-node php lua luajit Rscript R tclsh wish osascript
      ghci runghc julia scala elixir iex erl groovy jshell java kotlin guile gjs racket sbcl clisp ocaml raku swift dart pry psysh bpython pydoc pydoc3 dc octave gnuplot`,
    source: "GTFOBins function class shell; the manual of each",
    does: "runs",
    bare: "runs",
    version: "-V -v -version",
  },
  {
    names:
      "vi vim nvim view ex ed red rvim vimdiff gvim emacs emacsclient nano pico joe micro helix hx kak ne mcedit code subl gedit kate",
    source: "GTFOBins vi, ed, emacs, nano: shell escapes and writes",
    does: "runs",
  },
  {
    names: "less zless bzless xzless lessecho",
    source: "less(1): its commands reach a shell; what it starts with, and its logs, are options",
    does: "reads",
    options: `-N -S -R -X -F -i -I -n -E -e -f -g -J -m -M -q -Q -r -s -u -w -W -x= -z= -p= -d -c -j= -k! -K -L -o=> -O=> --log-file=> --LINE-NUMBERS --line-numbers --chop-long-lines
      --RAW-CONTROL-CHARS --no-init --quit-if-one-screen --ignore-case --lesskey-src=! --lesskey-content=! --lesskey-file=!`,
    words: [[/^\+(?!\d+$|[gGF]$)/, "runs"]],
  },
  {
    names: "more most pg zmore bat batcat",
    source: "more(1); bat(1)",
    does: "reads",
    options: `-N -S -R -X -F -i -e -f -d -c -l -u -s -p --plain --number --style= --paging= --pager=! --color= --language= --line-range= --theme= -A,--show-all --list-languages --list-themes --decorations= --diff!`,
    words: [[/^\+(?!\d+$)/, "runs"]],
  },
  {
    names: "glow mdcat",
    source: "glow README: it fetches addresses",
    does: "reads",
    options: "-p,--pager -s= -w= -l,--line-numbers",
    words: [[/:\/\/|^\w+\.\w+\//, "sends"]],
  },
  {
    names: "tldr cheat help run-help run_help zeal wikiman",
    source: "tldr client specification; cheat(1)",
    does: "prints",
    options:
      "-l,--list -p,--platform= -L,--language= -r,--raw -s,--search= -q -v -t= -a -e! --edit! --markdown -u,--update@ -k= -R -h -d -m -S",
  },
  {
    names: "man whatis apropos info pinfo perldoc ri godoc",
    source: "man(1): -P and -H run programs",
    does: "prints",
    options:
      "-k,--apropos --and --regex --exact --wildcard --long -f,--whatis -a,--all -w,--path,--where -K -S= -s= -M=! -C=! -P,--pager=! -H,--html=?! -l! -t! -T=! -p=! -L,--language= -r= -u --list -q -v -e -n=! -R= -E= --search= -b! -g!",
    bare: "prints",
    // A page with a slash in its name is a file.
    words: [[/\//, "reads"]],
  },
  {
    names: "tmux",
    source: "tmux(1): most of its commands can run others",
    does: "runs",
    bare: "runs",
    before: true,
    options: "-L= -S= -2 -u",
    commands: [
      {
        names:
          "list-sessions ls list-windows lsw list-panes lsp list-clients lsc list-keys lsk list-commands lscm list-buffers lsb show-options show",
        does: "prints",
        options: "-a -s -t= -g -w -N -T=",
      },
    ],
  },
  {
    names:
      "watch entr parallel ts-node-dev nodemon watchexec script screen zellij expect unbuffer hyperfine perf strace ltrace gdb lldb rr valgrind byobu dtach",
    source: "GTFOBins function class shell: they run what they are given",
    does: "runs",
  },
  {
    names:
      "su sg newgrp runuser pkexec sudo doas sudoedit visudo chroot nsenter unshare setpriv dzdo machinectl-shell",
    source: "su(1), sudo(8), chroot(8): another user or root",
    does: "wrecks",
  },
  {
    names: "eval source . exec trap alias enable bind fc hash coproc",
    source: "bash manual 4: builtins that evaluate or rebind",
    does: "runs",
    bare: "runs",
  },
];
