#!/usr/bin/env node
import { stateFolder } from "@capfence/core";
import { askOn } from "./ask.ts";
import { run } from "./run.ts";
import { toldToStop } from "./told-to-stop.ts";

// A reader that has seen enough, such as `head`, closes the pipe; that is not an error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

process.exitCode = await run(process.argv.slice(2), {
  output: process.stdout,
  errors: process.stderr,
  input: process.stdin,
  clock: Date.now,
  stopped: toldToStop,
  stateFolder: stateFolder(),
  ask: askOn(process.stdin, process.stderr),
});
