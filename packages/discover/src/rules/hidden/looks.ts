import { blankSpace } from "./blank-space.ts";
import type { Look } from "./concealment.ts";
import { controlCharacters } from "./control-characters.ts";
import { disguisedLetters } from "./disguised-letters.ts";
import { encodedWords } from "./encoded-words.ts";
import { invisibleCharacters } from "./invisible-characters.ts";
import { markup } from "./markup.ts";
import { tagCharacters } from "./tag-characters.ts";
import { variationSelectors } from "./variation-selectors.ts";

/** Every way of hiding text that is looked for. */
export const LOOKS: readonly Look[] = [
  tagCharacters,
  variationSelectors,
  invisibleCharacters,
  controlCharacters,
  blankSpace,
  markup,
  disguisedLetters,
  encodedWords,
];
