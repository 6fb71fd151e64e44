import type { ToolCatalogue } from "@capfence/mcp/gateway";
import { screenText } from "../inbox/screen-text.ts";
import { printLine, type Style, styled } from "../terminal.ts";
import { definitionDiff, type DiffLine } from "./definition-diff.ts";
import type { ToolChange } from "./tool-changes.ts";

const KINDS: Readonly<Record<ToolChange["kind"], Style>> = {
  new: "yellow",
  changed: "red",
  gone: "cyan",
};
const SIGNS: Readonly<Record<DiffLine["sign"], Style>> = {
  "-": "red",
  "+": "green",
  " ": "dim",
  "…": "dim",
};

/** Prints which tools differ; with `whole`, also all that differs in them. */
export function printChanges(
  changes: readonly ToolChange[],
  whole: boolean,
  output: NodeJS.WritableStream,
): void {
  for (const change of changes) {
    const title = `  ${change.kind.padEnd(7)} ${screenText(change.name)}`;
    printLine(output, styled(output, KINDS[change.kind], title));
    if (whole) printDefinition(change, output);
  }
}

/** Prints which tools nobody can use, whatever is reviewed, and why. */
export function printFaults({ faults }: ToolCatalogue, output: NodeJS.WritableStream): void {
  for (const { name, reason } of faults)
    printLine(output, screenText(`  unusable ${JSON.stringify(name)}: ${reason}`));
}

function printDefinition(change: ToolChange, output: NodeJS.WritableStream): void {
  // What is gone can do nothing any more.
  if (change.kind === "gone") return;
  const before = change.kind === "new" ? {} : change.before.definition;
  for (const { field, lines } of definitionDiff(before, change.after.definition)) {
    if (field === "name") continue;
    printLine(output, `    ${screenText(field)}`);
    for (const { sign, text } of lines)
      printLine(output, styled(output, SIGNS[sign], `      ${sign} ${lineText(text)}`));
  }
}

/** Blanks at the end of a line would not be seen either. */
function lineText(text: string): string {
  return screenText(text).replace(/ +$/, (blanks) => String.raw`\u0020`.repeat(blanks.length));
}
