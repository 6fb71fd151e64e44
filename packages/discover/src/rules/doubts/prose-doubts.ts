import { DETERMINERS } from "../../meaning/description-verbs.ts";
import { type Deed, verbOf } from "../../meaning/verbs.ts";
import { readingsOf } from "../../texts/readings.ts";
import { tellingWordsIn } from "./telling-words.ts";

/** After these a verb says what is not done; anything between them and the verb may turn it around. */
const NOT: ReadonlySet<string> = new Set("cannot don't doesn't never not without won't".split(" "));
/** What may start what a sentence says that is done. */
const STARTS: ReadonlySet<string> = new Set(
  "also and automatically but finally it then which will".split(" "),
);
/** Words that stand before a determiner and do nothing to what follows: of those that start sentences. */
const HARMLESS: ReadonlySet<string> = new Set(
  `about accept accepts after all allow allows among and any are as assume at based be because before between both but
  by can contain contains cover covers do does during each either expect expects for from give given gives has have
  help helps if in include includes indicate indicates into is it keep keeps know learn let lets like match matches
  mean means must need needs not note obtain obtains of offer offers on once only optionally or otherwise over per
  pick prefer produce produces report reports represent represents require requires see serve serves should since so
  some specifies specify such support supports take takes tell tells than that the then there they this through to
  under understand unless until use used uses using via want was when where whether which while whose will with
  within without work works yield yields you`.split(/\s+/),
);
/** Words by which a sentence is English, other than those that neighbouring languages have too. */
const ENGLISH: ReadonlySet<string> = new Set(
  `allowed and any are be by can does each for from has have if is it its of only that than the their there these this
  to use used uses when which with within without works your`.split(/\s+/),
);
/** After what is gone or paid, nothing can be undone: also what `is deleted` tells of. */
const GONE: ReadonlySet<Deed> = new Set(["delete", "money"]);
/** Before them, a verb in its past form says what becomes of something. */
const BEING: ReadonlySet<string> = new Set("are be been being get gets is was were".split(" "));
/** Letters of writing that no list of verbs here knows; Greek ones stand for units and variables as well. */
const UNREAD = /(?!\p{Script=Greek})[^\P{L}\p{Script=Latin}]|\p{Script=Greek}{3}/u;

/** Whether nobody can tell by the lists of verbs here what a text says. */
export function isUnread(text: string): boolean {
  return UNREAD.test(text.normalize("NFKC"));
}

/** The words of a text by which it tells of something that is done, whatever tricks it is spelled with. */
export function deedsIn(text: string): readonly string[] {
  const found = readingsOf({ pointer: "", text, isName: false }).flatMap((reading) => [
    ...tellingWordsIn(reading),
    ...sentencesOf(reading).flatMap(deedsOfSentence),
  ]);
  return [...new Set(found)];
}

function deedsOfSentence(words: readonly string[]): readonly string[] {
  return words.filter((word, index) => {
    const verb = verbOf(word);
    const [before = "", next = ""] = [words[index - 1], words[index + 1]];
    if (NOT.has(before)) return false;
    const isActing = DETERMINERS.has(next) && !DETERMINERS.has(before);
    if (verb === undefined)
      return isActing && (index === 0 || STARTS.has(before)) && !HARMLESS.has(word);
    if (verb.deed === "read" || verb.form === "noun") return false;
    if (verb.maybeNoun) return isActing || (before === "to" && index === words.length - 1);
    // `the created issue` tells of nothing that this call does; what is gone after it may well be its doing.
    return verb.form !== "past" || (GONE.has(verb.deed) && BEING.has(before)) || before === "be";
  });
}

/** The words of the first sentence of which none tells what it says, as in another language; a short one says nothing. */
export function foreignSentenceIn(text: string): readonly string[] {
  return (
    sentencesOf(text.toLowerCase().replaceAll(":", ",")).find(
      (words) =>
        words.length > 2 &&
        !words.slice(0, 3).some((word) => verbOf(word) !== undefined) &&
        !words.some((word) => ENGLISH.has(word)),
    ) ?? []
  );
}

function sentencesOf(text: string): readonly (readonly string[])[] {
  return text
    .split(/[.!?;:|\n]+/u)
    .map((sentence) => sentence.match(/\p{L}[\p{L}\p{M}']*/gu) ?? [])
    .filter((words) => words.length > 0);
}
