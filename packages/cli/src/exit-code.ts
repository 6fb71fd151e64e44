/** What the command's exit codes mean. */
export const EXIT = { done: 0, finding: 1, unusable: 2, damaged: 3 } as const;

/** One of the command's exit codes. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit codes as every help text shows them. */
export const EXIT_CODE_HELP: string = `
Exit codes:
  0  done
  1  a finding to act on, or not done
  2  wrong usage, or input that cannot be read
  3  a damaged log, or a receipt or checkpoint that does not hold`;
