import { parseArgs } from "node:util";
import type { Output } from "./output.ts";

/** What a command was called with. */
interface Call<Flag extends string> {
  readonly flags: Readonly<Record<Flag, boolean>>;
  readonly names: readonly string[];
}

/**
 * Reads a command's arguments: names, and flags that are on or off. Where there is nothing to run, it prints
 * why, or the help that was asked for, and returns the exit code.
 */
export function parseCall<Flag extends string>(
  argv: readonly string[],
  flags: readonly Flag[],
  help: string,
  output: Output,
): Call<Flag> | 0 | 2 {
  const names = [...flags, "help"];
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: Object.fromEntries(names.map((name) => [name, { type: "boolean" as const }])),
    });
    if (values["help"] !== true) {
      const known = flags.map((flag) => [flag, values[flag] === true]);
      return {
        flags: Object.fromEntries(known) as Record<Flag, boolean>,
        names: positionals,
      };
    }
  } catch (error) {
    output.error(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    return 2;
  }
  output.print(help);
  return 0;
}
