#!/usr/bin/env node
import { keepCompiledCode } from "./code-cache.ts";
import { packageVersion } from "./package-version.ts";

// A reader that has seen enough, such as `head`, closes the pipe; that is not an error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  // Whoever else listens, such as a gateway whose client has gone, ends in order.
  if (process.stdout.listenerCount("error") === 1) process.exit();
});

const parameters = process.argv.slice(2);
if (parameters[0] === "--version" || parameters[0] === "-V") {
  // Asked before anything else, and often by a program that waits, so nothing else is loaded for it.
  process.stdout.write(`${packageVersion()}\n`);
} else {
  keepCompiledCode();
  const { runHere } = await import("./run-here.ts");
  process.exitCode = await runHere(parameters);
}
