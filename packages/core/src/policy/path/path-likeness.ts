import { LONGEST_PATH } from "./disguise.ts";

const STARTS =
  /^(?:\/|\\\\|\.{1,2}[\\/]|\.{2}$|~|file:|[a-z]:[\\/]|%(?:25)*(?:2e|2f|5c|c0)|\.\.?%|[．／])/i;
const CLIMBS = /(?:^|[\\/])\.\.[\\/]|\.\.%|%2e%2e/i;

/** Whether a text as a whole can only be meant as a path: one line that climbs, or starts like one and is no prose. */
export function looksLikePath(text: string): boolean {
  if (text.length > LONGEST_PATH) return false;
  const line = text.trim();
  if (/[\r\n]/.test(line)) return false;
  return CLIMBS.test(line) || (STARTS.test(line) && !isProse(line));
}

/** Whether lines of text start or climb like a path all the same. */
export function mayHidePath(text: string): boolean {
  return STARTS.test(text.trim()) || CLIMBS.test(text);
}

const WORD = /^[^\s/\\]*[/\\]\S*$|^\.\S+$/;

/** Whether a text may also be a path: one word with a separator, a hidden file's name, or prose that starts or climbs like one. */
export function mayBePath(text: string): boolean {
  if (text.length > LONGEST_PATH || /^\w+:\/\//.test(text)) return false;
  return WORD.test(text.trim()) || mayHidePath(text);
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
