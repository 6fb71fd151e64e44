import { objectAt, textAt } from "../../meaning/json.ts";
import type { ExaminedTool } from "../../meaning/examined-tool.ts";
import { topicsOf } from "../../meaning/tool-words.ts";
import { type Verb, verbOf } from "../../meaning/verbs.ts";
import { wordsOf } from "../../texts/words.ts";
import { wordsRead } from "./words-read.ts";

/** Verbs that read as often as they do something: `resolve_issue`, `return_item`, `test_payment`. */
const TWOFOLD: ReadonlySet<string> = new Set(
  "extract monitor ping poll provide resolve return review select test track".split(" "),
);
/** Verbs that only look, also where money is what they are about; `retrieve_funds` does not. */
const LOOKING: ReadonlySet<string> = new Set(
  "check count describe fetch find get list lookup read search show view".split(" "),
);
/** Verbs that show something to people, where a message is what they show. */
const SHOWING: ReadonlySet<string> = new Set(["display", "echo", "show"]);
/** What opens doors, in names that are not enough to call it a secret. */
const KEYS: ReadonlySet<string> = new Set(
  "cookie cookies cvv key keys session sessions ssn token tokens vault vaults wallet wallets".split(
    " ",
  ),
);

/** What in the names of a tool speaks against it only reading, each as the word that does. */
export function nameDoubts({ name, definition }: ExaminedTool): readonly string[] {
  const titles = [
    textAt(definition, "title"),
    textAt(objectAt(definition, "annotations"), "title"),
  ];
  return [name, ...titles].flatMap(doubtsOf);
}

function doubtsOf(name: string): readonly string[] {
  const words = wordsOf(name);
  const [first = ""] = words;
  const topics = topicsOf(words);
  const isTwofold =
    TWOFOLD.has(first) ||
    (first === "check" && (words[1] === "in" || words[1] === "out")) ||
    (topics.money && !words.some((word) => LOOKING.has(word))) ||
    (mayBeEither(verbOf(first), "read") && mayBeEither(verbOf(words.at(-1) ?? ""), "write")) ||
    (SHOWING.has(first) && topics.message);
  return [
    ...(isTwofold ? [first] : []),
    ...words.filter((word) => KEYS.has(word)),
    ...wordsRead(name).filter((word) => isDeed(verbOf(word)) || RUNNING.has(word)),
    ...words.filter((word) => BROKEN.has(word)),
  ];
}

/** Whether a verb may as well be a thing: of two, as in `profile_update`, either can be the verb. */
function mayBeEither(verb: Verb | undefined, deed: "read" | "write"): boolean {
  const { form, maybeNoun } = verb ?? { form: "noun", maybeNoun: false };
  return form === "base" && maybeNoun && (verb?.deed === "read") === (deed === "read");
}

/** What runs what it gets, or is run; sorted. */
const RUNNING: ReadonlySet<string> = new Set(
  "bash cmd command commands console powershell repl run shell subprocess terminal".split(" "),
);

/** What ends or takes something in names, too often a thing or a place to be a verb of every text. */
const BROKEN: ReadonlySet<string> = new Set("drain explode flush into load pay pop set".split(" "));

/** Whether a verb stands there as one that does something, and can be no thing. */
export function isDeed(verb: Verb | undefined): boolean {
  return verb?.form === "base" && verb.deed !== "read" && !verb.maybeNoun;
}
