import { ANY_TEXT } from "../src/policy/command/fields.ts";
import { Findings } from "../src/policy/command/findings.ts";
import { LineReader } from "../src/policy/command/line-reader.ts";
import type { Run } from "../src/policy/command/run.ts";

/** What is found in a command line. */
export function readLine(line: string): Findings {
  const findings = new Findings();
  new LineReader(findings).line(line);
  return findings;
}

/**
 * The runs of a command line as one text: `?` is any words, `<a*>` a word of that shape, and `|` stands before a
 * run that is sent something.
 */
export function runsOf(line: string): string {
  return readLine(line).runs.map(shown).join("; ");
}

function shown({ receives, shapes, words }: Run): string {
  const texts = words.map((word, index) => {
    const shape = shapes?.get(index);
    return word ?? (shape === undefined ? "?" : `<${shape.replaceAll(ANY_TEXT, "*")}>`);
  });
  return `${receives ? "| " : ""}${texts.join(" ")}`;
}
