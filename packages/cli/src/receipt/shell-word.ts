import { printable } from "../printable.ts";

/** A text as one word of a POSIX shell's command line that means just that text; undefined for one that cannot be shown as it is. */
export function shellWord(text: string): string | undefined {
  if (text === "" || printable(text) !== text) return undefined;
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** As {@link shellWord}, for the name of a file, which no command must take for an option. */
export function shellFile(path: string): string | undefined {
  return shellWord(path.startsWith("-") ? `./${path}` : path);
}
