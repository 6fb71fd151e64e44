import { decodeLayers } from "./decode-layers.ts";
import { hasExpansion } from "./expansion.ts";
import { hasTooManyMarks, withPlainSeparators } from "./look-alikes.ts";

/** The longest path that is read, in UTF-16 code units: Linux allows as many bytes. */
export const LONGEST_PATH: number = 4096;

const CONTROL = /\p{Cc}/u;
const DOTS = /^[.\s?*]+(?:;|$)/;
const HOME = /^\s*~|(?:^|\/)~(?:\/|$)/;
const SCHEME = /^\s*(?:(?:[a-z][a-z0-9+.-]*:)+\/\/|file:|[a-z]:)/i;
const STREAM = /::|:\$/;
const HEXADECIMAL = /0x(?:2e|2f|5c)/gi;

/** Why no rule may let a path through as it stands, in words that follow "the path"; undefined for an open one. */
export function disguiseOf(text: string): string | undefined {
  if (text === "") return "is empty";
  if (text.length > LONGEST_PATH) return `is longer than ${LONGEST_PATH} characters`;
  if (!text.isWellFormed() || CONTROL.test(text)) return "has control characters";
  if (hasTooManyMarks(text)) return "has more combining marks than any name";
  if (text.startsWith("//")) return 'starts with "//"';
  if (HOME.test(text)) return 'has a "~" that may stand for a home directory';
  if (hasExpansion(text)) return "has a variable";
  if (SCHEME.test(text) || STREAM.test(text)) return "is a URL, a drive or a stream";
  return hiddenStructure(text);
}

function hiddenStructure(text: string): string | undefined {
  const structure = structureOf(text);
  if (structure === undefined) return "has a segment that some systems read as dots";
  const { layers, malformed } = decodeLayers(text);
  if (malformed) return "has an encoding that is read in more than one way";
  for (const layer of layers) {
    if (CONTROL.test(layer)) return "hides control characters";
    const plain = withPlainSeparators(layer);
    if (structureOf(plain) !== structure) return "hides a separator or a dot segment";
    if (climbsWhenSpelledOut(plain, structure)) return "hides a dot segment";
  }
  return undefined;
}

/** Whether dots and slashes written as hexadecimal numbers would climb; in names, such numbers are common. */
function climbsWhenSpelledOut(text: string, structure: string): boolean {
  const spelledOut = text.replace(HEXADECIMAL, (code) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  const revealed = structureOf(spelledOut.replaceAll("\\", "/"));
  return revealed === undefined || dotDots(revealed) > dotDots(structure);
}

function dotDots(structure: string): number {
  return structure.split("..").length;
}

/** Where a path has separators and dot segments; undefined where a segment may be read as one. */
function structureOf(text: string): string | undefined {
  const kinds: string[] = [];
  for (const segment of text.split("/")) {
    if (segment === "" || segment === "." || segment === "..") kinds.push(segment);
    else if (DOTS.test(segment)) return undefined;
    else kinds.push("name");
  }
  return kinds.join("/");
}
