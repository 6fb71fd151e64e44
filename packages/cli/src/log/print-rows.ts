import { printableValue, shortened } from "../printable.ts";
import { printTable } from "../print-table.ts";
import { printLine, type Style, styled } from "../terminal.ts";
import { showTime } from "../timestamp.ts";
import type { LogRow } from "./log-row.ts";

const CELL_WIDTH = 60;
const HEAD = ["timestamp", "agent_id", "capability", "decision", "reason", "outcome"];
/** How wide columns are whose rows are not known yet. */
const WIDTHS = [19, 16, 28, 16, 20, 0];
const DECISION_STYLES: Readonly<Record<string, Style>> = {
  allow: "green",
  granted: "green",
  approved: "green",
  deny: "red",
  rejected: "red",
  damaged: "red",
  require_approval: "yellow",
  cancelled: "yellow",
  revoked: "yellow",
};
/** What went past the policy or past its approvers must not be read over. */
const EMERGENCY = /\b(?:BREAK-GLASS|BYPASS)\b/;

/** Prints rows as a table, with a head. */
export function printRows(rows: readonly LogRow[], output: NodeJS.WritableStream): void {
  const body = rows.map((row) => cellsOf(row).map((text, column) => inStyle(text, column, output)));
  printTable(output, HEAD, body);
}

/** As {@link printRows}, in columns that are as wide as those of {@link printRow}. */
export function printRowsToFollow(rows: readonly LogRow[], output: NodeJS.WritableStream): void {
  printLine(
    output,
    inColumns(HEAD, (title) => styled(output, "dim", title)),
  );
  for (const row of rows) printRow(row, output);
}

/** Prints one row, where nobody knows how wide those after it will be. */
export function printRow(row: LogRow, output: NodeJS.WritableStream): void {
  printLine(
    output,
    inColumns(cellsOf(row), (text, column) => inStyle(text, column, output)),
  );
}

function inColumns(
  cells: readonly string[],
  style: (text: string, column: number) => string,
): string {
  const padded = cells.map((text, column) => {
    const gap = " ".repeat(Math.max(0, (WIDTHS[column] ?? 0) - text.length));
    return style(text, column) + gap;
  });
  return padded.join("  ").trimEnd();
}

function cellsOf(row: LogRow): readonly string[] {
  const { time, agent, capability, decision, reason, outcome } = row;
  return [showTime(time), ...[agent, capability, decision, reason, outcome].map(cell)];
}

function inStyle(text: string, column: number, output: NodeJS.WritableStream): string {
  if (column === 3 && EMERGENCY.test(text)) return styled(output, ["bold", "red"], text);
  const style = column === 3 ? DECISION_STYLES[text.split(" ", 1)[0] ?? ""] : undefined;
  if (column === 5 && text.startsWith("failed")) return styled(output, "red", text);
  return style === undefined ? text : styled(output, style, text);
}

function cell(value: unknown): string {
  return shortened(printableValue(value), CELL_WIDTH);
}
