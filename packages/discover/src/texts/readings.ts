import { wordsOf } from "./words.ts";
import { encodedTexts } from "./encoded-text.ts";
import { latinised, withoutLeet } from "./look-alikes.ts";
import type { SeenText } from "./tool-texts.ts";
import { tagsRead, withoutUnseen } from "./unseen.ts";

/**
 * The ways in which a model may read a text whatever tricks of spelling it has been written with, each in lower case,
 * without accents, on one line: a sign that ends a sentence is followed by `|`.
 */
export function readingsOf({ text, isName }: SeenText): readonly string[] {
  const readings = new Set<string>();
  for (const one of [text, ...encodedTexts(text)]) {
    const plain = plainly(one);
    readings.add(plain);
    readings.add(withoutLeet(latinised(plain)));
    if (isName) readings.add(wordsOf(one).join(" "));
  }
  return [...readings];
}

function plainly(text: string): string {
  const read = withoutUnseen(tagsRead(withEntities(text)))
    // Normalising takes quadratic time in marks that follow one another.
    .replace(/(\p{M}{3})\p{M}+/gu, "$1")
    .normalize("NFKD")
    .replace(/[\u0300-\u036f]/gu, "")
    .normalize("NFC")
    .replace(/[‘’ʼ`´]/gu, "'")
    .replace(/[“”«»]/gu, '"');
  return joinedLetters(read)
    .toLowerCase()
    .replace(/[.!?](?=\s)|[。！？]|\n[ \t\r]*\n/gu, "$& | ")
    .replace(/\s+/gu, " ");
}

const ENTITIES: Readonly<Record<string, string>> = { "&amp;": "&", "&gt;": ">", "&lt;": "<" };

function withEntities(text: string): string {
  return text.replace(/&(?:amp|gt|lt);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** At least so many single letters in a row are a word that is spelled apart. */
const SPELLED = /(?<![\p{L}\p{N}])\p{L}(?:[ .\-_*]\p{L}){4,}(?![\p{L}\p{N}])/gu;

/** The words of a text that are spelled apart, as in `i g n o r e`. */
export function spelledApart(text: string): readonly string[] {
  return text.match(SPELLED) ?? [];
}

function joinedLetters(text: string): string {
  return text.replace(SPELLED, (letters) => letters.replace(/[ .\-_*]/gu, ""));
}
