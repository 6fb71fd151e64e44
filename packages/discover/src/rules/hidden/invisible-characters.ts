import { codePoint } from "../../texts/unseen.ts";
import type { Concealment, Look } from "./concealment.ts";

/** Between emoji, joiners make one picture of several. */
const IN_EMOJI =
  /(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic})/gu;
/** In these alphabets joiners decide between forms of a letter, and words are parted by what has no width. */
const JOINING =
  "\\p{Script=Arabic}\\p{Script=Syriac}\\p{Script=Devanagari}\\p{Script=Bengali}\\p{Script=Gurmukhi}\\p{Script=Gujarati}\\p{Script=Oriya}\\p{Script=Tamil}\\p{Script=Telugu}\\p{Script=Kannada}\\p{Script=Malayalam}\\p{Script=Sinhala}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}\\p{Script=Tibetan}\\p{Script=Mongolian}";
const IN_WORDS = new RegExp(
  `(?<=[${JOINING}]\\p{M}{0,3})[\\u200b-\\u200d\\u180e](?=[${JOINING}])`,
  "gu",
);
const INVISIBLE =
  /[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|\u034f|\u17b4|\u17b5/gu;
const OVERRIDES = /[\u202d\u202e]/gu;
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202c\u2066-\u2069]/gu;
const RIGHT_TO_LEFT =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;

/** Characters that cannot be seen, and those that turn the direction of what is read. */
export const invisibleCharacters: Look = (text) => {
  const found: Concealment[] = [];
  const overrides = text.match(OVERRIDES) ?? [];
  const directions = RIGHT_TO_LEFT.test(text) ? [] : (text.match(DIRECTIONS) ?? []);
  const turning = [...new Set([...overrides, ...directions])];
  if (turning.length > 0) {
    const what = `${named(turning)}, which let a text be shown in another order than it has`;
    found.push({ severity: overrides.length > 0 ? "critical" : "high", what });
  }
  // A mark at the very beginning only tells how a file is encoded.
  const unseen = text
    .replace(/^\ufeff/u, "")
    .replace(IN_EMOJI, "")
    .replace(IN_WORDS, "");
  const invisible = (unseen.match(INVISIBLE) ?? []).filter((one) => !one.match(DIRECTIONS));
  const soft = invisible.filter((one) => one === "\u00ad").length;
  if (invisible.length > 0) {
    const what = `${invisible.length} invisible characters (${named(invisible)})`;
    // A soft hyphen comes along with text that is copied from a page.
    found.push({ severity: soft === invisible.length && soft < 8 ? "low" : "high", what });
  }
  return found;
};

function named(characters: readonly string[]): string {
  return [...new Set(characters)].slice(0, 8).map(codePoint).join(", ");
}
