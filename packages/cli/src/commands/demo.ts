import type { Command } from "commander";
import type { ExitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";

/** Adds `capfence demo`. */
export function addDemo(
  program: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  program
    .command("demo")
    .description(
      "watch a guarded agent: an allowed call, a denied one, an approval, a verified log",
    )
    .action(async () => {
      // The demo works offline, whatever tracing the user has switched on for agents of their own.
      for (const name of ["LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"]) process.env[name] = "false";
      const { runDemo } = await import("../demo/demo.ts");
      finish(await runDemo(terminal));
    });
}
