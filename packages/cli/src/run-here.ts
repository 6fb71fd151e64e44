import { stateFolder } from "@capfence/core";
import { askOn } from "./ask.ts";
import type { ExitCode } from "./exit-code.ts";
import { run } from "./run.ts";
import { toldToStop } from "./told-to-stop.ts";

/** Runs `capfence` with these arguments on the terminal and in the state folder of this process. */
export function runHere(parameters: readonly string[]): Promise<ExitCode> {
  return run(parameters, {
    output: process.stdout,
    errors: process.stderr,
    input: process.stdin,
    clock: Date.now,
    stopped: toldToStop,
    stateFolder: stateFolder(),
    ask: askOn(process.stdin, process.stderr),
  });
}
