import Table from "cli-table3";

const EDGES = [
  "top",
  "top-mid",
  "top-left",
  "top-right",
  "bottom",
  "bottom-mid",
  "bottom-left",
  "bottom-right",
];
const LINES = ["left", "left-mid", "mid", "mid-mid", "right", "right-mid"];
const NOTHING = Object.fromEntries([...EDGES, ...LINES].map((name) => [name, ""]));

/** Rows as aligned columns, two spaces apart, without borders; the first row is the head. */
export function alignColumns(rows: readonly (readonly string[])[]): string {
  const table = new Table({
    chars: { ...NOTHING, middle: "  " },
    style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}
