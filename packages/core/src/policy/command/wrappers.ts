/** How a program that starts another one, named in its own words, takes its words. */
export interface Wrapper {
  readonly names: string;
  /** One-letter options without a value, and with one that is attached or follows. */
  readonly flags?: string;
  readonly values?: string;
  /** One-letter options whose value, if any, is attached. */
  readonly attached?: string;
  /** Long options without a value that follows (one after `=` is fine), and with one. */
  readonly long?: string;
  readonly longValues?: string;
  /** Whether `-5` is an option, as in `nice -5`. */
  readonly number?: boolean;
  /** How many words stand between the options and the program. */
  readonly operands?: number;
  /** Whether `NAME=value` words may stand before the program. */
  readonly assignments?: boolean;
  /** Whether the program gets another user's rights. */
  readonly escalates?: boolean;
  /** Whether the program gets words that are read from somewhere. */
  readonly appends?: boolean;
  /** Letters of options that have it only tell about the program. */
  readonly asks?: string;
  /** What runs if no program is named; without it, the wrapper itself does. */
  readonly otherwise?: string;
  readonly source: string;
}

/** Programs whose options are known, so that what they start is known too. Options that are not listed make a run opaque. */
const WRAPPERS: readonly Wrapper[] = [
  {
    names: "env",
    flags: "iv0",
    values: "uC",
    long: "ignore-environment null debug list-signal-handling default-signal ignore-signal block-signal",
    longValues: "unset chdir",
    assignments: true,
    source: "env(1), GNU coreutils 9.5",
  },
  {
    names: "nice",
    values: "n",
    longValues: "adjustment",
    number: true,
    source: "nice(1), GNU coreutils 9.5",
  },
  { names: "nohup", source: "nohup(1), GNU coreutils 9.5" },
  {
    names: "timeout",
    flags: "v",
    values: "ks",
    long: "preserve-status foreground verbose",
    longValues: "kill-after signal",
    operands: 1,
    source: "timeout(1), GNU coreutils 9.5",
  },
  {
    names: "stdbuf",
    values: "ioe",
    longValues: "input output error",
    source: "stdbuf(1), GNU coreutils 9.5",
  },
  { names: "setsid", flags: "cfw", long: "ctty fork wait", source: "setsid(1), util-linux 2.40" },
  {
    names: "ionice",
    flags: "t",
    values: "cn",
    long: "ignore",
    longValues: "class classdata",
    source: "ionice(1), util-linux 2.40",
  },
  {
    names: "chrt",
    flags: "abfiormRv",
    long: "all-tasks batch fifo idle other rr reset-on-fork verbose",
    operands: 1,
    source: "chrt(1), util-linux 2.40",
  },
  {
    names: "taskset",
    flags: "ac",
    long: "all-tasks cpu-list",
    operands: 1,
    source: "taskset(1), util-linux 2.40",
  },
  {
    names: "time",
    flags: "pvq",
    values: "f",
    long: "portability verbose quiet",
    longValues: "format",
    source: "time(1), GNU time 1.9; bash(1)",
  },
  { names: "command", flags: "p", asks: "vV", source: "bash(1), POSIX.1-2024" },
  { names: "builtin", source: "bash(1)" },
  { names: "exec", flags: "cl", values: "a", otherwise: "", source: "bash(1)" },
  { names: "noglob nocorrect", source: "zshmisc(1), precommand modifiers" },
  { names: "busybox toybox", source: "busybox(1), toybox(1)" },
  { names: "chronic", flags: "ve", source: "chronic(1), moreutils" },
  { names: "caffeinate", flags: "disum", values: "tw", source: "caffeinate(8), macOS" },
  {
    names: "xargs",
    flags: "0prtx",
    values: "adIELnPs",
    attached: "eil",
    long: "null interactive no-run-if-empty verbose exit eof replace max-lines show-limits",
    longValues: "arg-file delimiter max-args max-procs max-chars process-slot-var",
    appends: true,
    otherwise: "echo",
    source: "xargs(1), GNU findutils 4.10, POSIX.1-2024",
  },
  {
    names: "sudo",
    flags: "ABbEHkKnNPSVhv",
    values: "CDgpRrTtUu",
    attached: "l",
    long: "askpass bell background preserve-env set-home reset-timestamp remove-timestamp no-update non-interactive preserve-groups stdin list",
    longValues:
      "close-from chdir group host prompt chroot role command-timeout type other-user user",
    assignments: true,
    escalates: true,
    source: "sudo(8), sudo 1.9.16",
  },
  { names: "doas", flags: "n", values: "Cu", escalates: true, source: "doas(1), OpenBSD 7.6" },
  {
    names: "pkexec",
    long: "disable-internal-agent keep-cwd",
    longValues: "user",
    escalates: true,
    source: "pkexec(1), polkit 124",
  },
  { names: "gosu su-exec", operands: 1, escalates: true, source: "gosu(1), su-exec README" },
];

/** The names of all these programs. */
export const WRAPPER_NAMES: readonly string[] = WRAPPERS.flatMap(({ names }) => names.split(" "));

/** Shells that read `-c` text by the grammar that is used here. */
export const BASH_LIKE_SHELLS: ReadonlySet<string> = new Set("sh bash rbash dash ash".split(" "));

/** Shells with a grammar of their own: what they do with plain words is the same. */
export const OTHER_SHELLS: ReadonlySet<string> = new Set(
  "zsh ksh mksh lksh pdksh yash posh fish".split(" "),
);

const BY_NAME: ReadonlyMap<string, Wrapper> = new Map(
  WRAPPERS.flatMap((wrapper) => wrapper.names.split(" ").map((name) => [name, wrapper] as const)),
);

/** The wrapper of this name, or undefined. */
export function wrapperOf(name: string): Wrapper | undefined {
  return BY_NAME.get(name);
}
