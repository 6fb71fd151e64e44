import { alignColumns } from "./table.ts";
import { printLine, styled } from "./terminal.ts";

/** Prints rows as aligned columns below their titles. */
export function printTable(
  output: NodeJS.WritableStream,
  titles: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const head = titles.map((title) => styled(output, "dim", title));
  printLine(output, alignColumns([head, ...rows]));
}
