import { LONGEST_PATH } from "./disguise.ts";

const STARTS =
  /^(?:\/|\\\\|\.{1,2}[\\/]|\.{2}$|~|file:|[a-z]:[\\/]|%(?:25)*(?:2e|2f|5c|c0)|\.\.?%|[．／])/i;
const CLIMBS = /(?:^|[\\/])\.\.[\\/]|\.\.%|%2e%2e/i;

/** Whether a text as a whole can only be meant as a path: one line, that starts or climbs like one, and no prose. */
export function looksLikePath(text: string): boolean {
  if (text.length > LONGEST_PATH) return false;
  const line = text.trim();
  if (/[\r\n]/.test(line)) return false;
  return (STARTS.test(line) || CLIMBS.test(line)) && !isProse(line);
}

const MAY_BE = /^[^\s/\\]*[/\\]\S*$|^\.\S+$/;

/** Whether a text may also be a path: one word with a separator, or the name of a hidden file. */
export function mayBePath(text: string): boolean {
  return text.length <= LONGEST_PATH && !text.includes("://") && MAY_BE.test(text.trim());
}

/** Many words to a separator make a sentence. */
function isProse(line: string): boolean {
  let spaces = 0;
  let separators = 0;
  for (const character of line) {
    if (character === " ") spaces += 1;
    else if (character === "/" || character === "\\" || character === "%") separators += 1;
  }
  return spaces > 2 + 2 * separators;
}
