import { visible } from "../report/visible.ts";

/** Longer names say nothing more. */
const LONGEST = 80;

/** A text that others wrote, in quotes and on one line: nothing in it can end the comment that it stands in, or hide there. */
export function quoted(text: string): string {
  return visible(JSON.stringify(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text));
}
