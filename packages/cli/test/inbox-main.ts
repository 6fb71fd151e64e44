import { readFileSync, writeFileSync } from "node:fs";
import { askOn } from "../src/ask.ts";
import { run } from "../src/run.ts";
import { toldToStop } from "../src/told-to-stop.ts";

// The command as it is, but with a clock that a test sets: the first argument is a file that says the time.
const [clock = "", ...parameters] = process.argv.slice(2);

// A test that sends signals needs to know where to.
writeFileSync(`${clock}.pid`, String(process.pid));

process.exitCode = await run(parameters, {
  output: process.stdout,
  errors: process.stderr,
  input: process.stdin,
  clock: () => Number(readFileSync(clock, "utf8")),
  stopped: toldToStop,
  ask: askOn(process.stdin, process.stderr),
  stateFolder: process.env["CAPFENCE_HOME"] ?? "",
});
