/** The `capfence` command as a function, for hosts that run it in their own process. */
export type { Ask } from "./ask.ts";
export { EXIT, type ExitCode } from "./exit-code.ts";
export { run } from "./run.ts";
export type { Terminal } from "./terminal.ts";
