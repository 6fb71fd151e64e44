import { WRAPPER_NAMES } from "../command/wrappers.ts";

export { destructiveOptions } from "./destructive-options.ts";

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Wrappers whose first word is not the program: a lock file, a mask, a priority, an architecture. */
export const OPERAND_WRAPPERS: ReadonlySet<string> = words(
  "flock taskset chrt setarch setlock gosu su-exec",
);

/** Wrappers that start a shell, which reads what it is sent, when no program is named. */
export const SHELL_STARTERS: ReadonlySet<string> = words(
  "unshare setarch fakeroot firejail pkexec",
);

/** Programs that run code from an option, from standard input or from a file; only the last can be told apart by words. */
export const INTERPRETERS: ReadonlySet<string> = words(`
  sh bash dash zsh ksh fish ash csh tcsh rbash mksh lksh yash posh sash elvish nu xonsh
  python pypy ipython perl ruby jruby node nodejs deno bun php
  lua luajit rscript tclsh wish osascript ghci irb julia scala elixir groovy jshell guile gjs jrunscript`);

/**
 * Programs whose words are, or may become, code, or whose real target is not among their words.
 * Source: GTFOBins function class "shell" and "command", bash(1) builtins.
 */
export const OPAQUE_PROGRAMS: ReadonlySet<string> = words(`
  eval source . trap alias coproc fc xargs parallel busybox toybox coreutils
  awk gawk mawk nawk ed red ex vi vim nvim view rview rvim gvim gview vimdiff emacs expect gdb script tmux
  watch at batch crontab ssh su sg chroot nsenter runuser systemd-run run-parts
  cmd powershell pwsh iex invoke-expression wscript cscript mshta wsl forfiles`);

/**
 * Programs that run another program named in their own words; what follows their options is a command. A text
 * search need not know their options, so it follows more of them than the `command` condition does.
 * Source: sudo(8), chrt(1), util-linux and other manuals, GTFOBins function class "command".
 */
export const WRAPPERS: ReadonlySet<string> = words(`
  ${WRAPPER_NAMES.filter((name) => !OPAQUE_PROGRAMS.has(name)).join(" ")}
  unshare flock strace ltrace setarch linux32 linux64 fakeroot firejail setpriv prlimit numactl
  cpulimit unbuffer rlwrap xvfb-run dbus-run-session torsocks proxychains proxychains4
  ssh-agent choom softlimit setlock tini dumb-init start-stop-daemon sshpass`);

/**
 * Programs that destroy what their words name, which no search for another program's name can find.
 * Source: GNU coreutils, util-linux, findutils, git and rsync manuals.
 */
export const DESTRUCTIVE_PROGRAMS: ReadonlySet<string> = words(`
  shred unlink rmdir truncate wipe wipefs srm scrub blkdiscard
  mkfs mkswap fdisk sfdisk parted dd del erase rd format`);

/** Bash builtins that expand `$(...)` in words their caller quoted, as an array subscript or in arithmetic. */
export const EVALUATING_BUILTINS: ReadonlySet<string> = words(
  "let declare typeset local export readonly unset test [ printf read getopts wait mapfile readarray",
);

/** Programs that read text and at most print it: a word of theirs that names an interpreter is a text to look for. */
export const TEXT_FILTERS: ReadonlySet<string> = words(`
  grep egrep fgrep zgrep rg ag sed sort uniq head tail wc cut tr tee less more cat jq echo printf`);
