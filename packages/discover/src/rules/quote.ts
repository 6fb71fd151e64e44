import type { Parameter } from "../meaning/examined-tool.ts";
import { shown } from "../texts/unseen.ts";

/** A name is shown as far as anybody would read it. */
const MOST_CHARACTERS = 80;
/** And so many of them. */
const MOST_NAMES = 6;

/** A text of a tool in double quotes, cut where it is long, with everything in it to be seen. */
export function quote(text: string): string {
  return shown(text, MOST_CHARACTERS);
}

/** The paths of some parameters, each quoted. */
export function quoteAll(parameters: readonly Parameter[]): string {
  const paths = [...new Set(parameters.map(({ path }) => path))];
  const first = paths.slice(0, MOST_NAMES).map(quote).join(", ");
  return paths.length > MOST_NAMES ? `${first} and ${paths.length - MOST_NAMES} more` : first;
}
