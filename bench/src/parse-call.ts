import { parseArgs } from "node:util";
import type { Output } from "./output.ts";

/** What a command was called with. */
interface Call<Flag extends string, Option extends string> {
  readonly flags: Readonly<Record<Flag, boolean>>;
  readonly values: Readonly<Partial<Record<Option, string>>>;
  readonly names: readonly string[];
}

/**
 * Reads a command's arguments: names, flags that are on or off, and options that take a value. Where there is nothing to run, it prints
 * why, or the help that was asked for, and returns the exit code.
 */
export function parseCall<Flag extends string, Option extends string = never>(
  argv: readonly string[],
  flags: readonly Flag[],
  help: string,
  output: Output,
  options: readonly Option[] = [],
): Call<Flag, Option> | 0 | 2 {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: Object.fromEntries<{ readonly type: "boolean" | "string" }>([
        ...[...flags, "help"].map((name) => [name, { type: "boolean" }] as const),
        ...options.map((name) => [name, { type: "string" }] as const),
      ]),
    }) as {
      readonly values: Readonly<Record<string, string | boolean | undefined>>;
      readonly positionals: readonly string[];
    };
    if (values["help"] !== true) {
      const on = flags.map((flag) => [flag, values[flag] === true]);
      const given = options.map((option) => [option, values[option]]);
      return {
        flags: Object.fromEntries(on) as Record<Flag, boolean>,
        values: Object.fromEntries(given.filter(([, value]) => value !== undefined)) as Partial<
          Record<Option, string>
        >,
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
