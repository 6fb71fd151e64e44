const PLAIN = /^[\x20-\x7e]*$/;
const SLASHES = /[\\∕⁄⧸∖⧵]/g;
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** NFKC sorts the marks of a run in quadratic time; no file name has so many on one letter. */
const TOO_MANY_MARKS = /\p{M}{33}/u;

/** Whether a text has so many combining marks in a row that normalising it would take too long. */
export function hasTooManyMarks(text: string): boolean {
  return !PLAIN.test(text) && TOO_MANY_MARKS.test(text);
}

/** A path as a host or tool may read it that takes look-alikes for slashes and dots, and drops what nobody sees. */
export function withPlainSeparators(text: string): string {
  const slashed = text.replace(SLASHES, "/");
  if (PLAIN.test(slashed)) return slashed;
  return slashed.replace(INVISIBLE, "").normalize("NFKC").replaceAll("\\", "/");
}

/** A path as a file system compares it that ignores case and compatibility forms. */
export function caseFolded(text: string): string {
  return PLAIN.test(text) ? text.toLowerCase() : text.normalize("NFKC").toLowerCase();
}
