/**
 * Programs that run another program named in their own words; what follows their options is a command.
 * Source: POSIX.1-2024 and GNU coreutils manuals, sudo(8), doas(1), setsid(1).
 */
export const WRAPPERS: ReadonlySet<string> = new Set(
  `sudo doas env nohup time timeout nice ionice setsid stdbuf
   command builtin exec chrt taskset unshare caffeinate`.split(/\s+/),
);

/** Programs that run code from an option, from standard input or from a file; only the last can be told apart by words. */
export const INTERPRETERS: ReadonlySet<string> = new Set(
  `sh bash dash zsh ksh fish ash csh tcsh pwsh powershell
   python python2 python3 perl ruby node nodejs deno bun php
   lua luajit rscript tclsh osascript ghci irb julia scala elixir`.split(/\s+/),
);

/**
 * Programs whose words are, or may become, code, or whose real target is not among their words.
 * Source: GTFOBins function class "shell" and "command", bash(1) builtins.
 */
export const OPAQUE_PROGRAMS: ReadonlySet<string> = new Set(
  `eval source . trap alias coproc xargs parallel busybox toybox
   awk gawk mawk nawk ed ex vi vim emacs expect gdb script
   watch at batch crontab ssh su chroot nsenter runuser systemd-run`.split(/\s+/),
);

/**
 * Programs that destroy what their words name, which no search for another program's name can find.
 * Source: GNU coreutils, util-linux, findutils, git and rsync manuals.
 */
export const DESTRUCTIVE_PROGRAMS: ReadonlySet<string> = new Set(
  `shred unlink rmdir truncate wipe wipefs srm scrub blkdiscard
   mkfs mkswap fdisk sfdisk parted dd del erase rd format`.split(/\s+/),
);

/** Options that make an otherwise harmless program run code or delete. */
export const DESTRUCTIVE_OPTIONS: ReadonlyMap<string, RegExp> = new Map([
  ["find", /^-(?:delete|exec|execdir|ok|okdir|fprint|fprintf|fls|fprint0)$/],
  ["fd", /^(?:-x|-X|--exec|--exec-batch)$/],
  ["rsync", /^--(?:delete|remove-source-files)/],
  ["git", /^(?:clean|filter-branch|--exec-path|-c|--upload-pack)/],
  ["tar", /^--(?:checkpoint-action|to-command|use-compress-program|remove-files)/],
  ["sed", /^-i|(?:^|[;{}\d$/])\s*e\b|\/[a-z0-9]*e[a-z0-9]*$/],
]);
