import { wrapAnsi } from "fast-wrap-ansi";

/** The lines of a text, no wider than the terminal; one line where there is none. */
export function wrapped(
  text: string,
  output: NodeJS.WritableStream,
  indent: string = "",
): readonly string[] {
  const { columns } = output as Partial<NodeJS.WriteStream>;
  if (columns === undefined) return [`${indent}${text}`];
  return wrapAnsi(text, Math.max(20, columns - indent.length), { hard: true })
    .split("\n")
    .map((line) => `${indent}${line}`);
}
