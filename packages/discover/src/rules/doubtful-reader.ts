import { meansToAct } from "../meaning/risk.ts";
import { type Deed, verbOf } from "../meaning/verbs.ts";
import { shown } from "../texts/unseen.ts";
import { seenTexts } from "../texts/tool-texts.ts";
import { wordsOf } from "../texts/words.ts";
import { argumentDoubts } from "./doubts/argument-doubts.ts";
import { nameDoubts } from "./doubts/name-doubts.ts";
import { deedsIn, foreignSentenceIn, isUnread } from "./doubts/prose-doubts.ts";
import { definitionDoubts } from "./doubts/definition-doubts.ts";
import type { ToolRule } from "./rule.ts";

const GRAVE: ReadonlySet<Deed> = new Set(["delete", "execute", "money"]);
/** So many are told, and so many words of each; one is enough to doubt. */
const MOST = 5;

/** Tools that seem to read alone, where a word of theirs says that they may do more: enough to ask, not to accuse. */
export const doubtfulReader: ToolRule = {
  about: "tool",
  id: "doubtful_reader",
  severity: "low",
  category: "missing_authz",
  title: "seems to read only, and may do more",
  help: "It cannot be told from its definition that the tool only reads. Look at what it does; where it only reads, allow it by a rule of your own, and where it does more, ask or deny.",
  mappings: {
    cast: ["CAST-04", "CAST-05"],
    owaspAgentic: ["ASI02"],
    owaspLlm: ["LLM06"],
    nistAiRmf: ["MEASURE-2.7"],
    mitreAtlas: ["AML.T0053"],
  },
  check: (tool) => {
    const { definition, description, effects } = tool;
    if (!effects.has("read") || meansToAct(effects)) return [];
    const { texts, isCut } = seenTexts(definition);
    const taken = argumentDoubts(tool);
    const doubts = [
      ...doubt("/name", "its name or its title says", nameDoubts(tool)),
      ...texts.flatMap(({ pointer, text, isName }) => [
        ...doubt(pointer, "it says", isName ? [] : deedsIn(text)),
        ...doubt(pointer, "nobody can tell what it says in", isUnread(text) ? [text] : []),
      ]),
      ...doubt("/description", "nobody can tell what it says in", foreignSentenceIn(description)),
      ...doubt("/inputSchema", "it takes", taken),
      ...doubt("", "it has", [...definitionDoubts(definition), ...(isCut ? ["many texts"] : [])]),
    ].slice(0, MOST);
    const [first] = doubts;
    if (first === undefined) return [];
    const message = `may do more than read: ${doubts.map(({ says }) => says).join("; ")}`;
    const evidence = { pointers: doubts.map(({ pointer }) => pointer) };
    return [
      { pointer: "", message, evidence, ...(taken.some(isGrave) ? { severity: "medium" } : {}) },
    ];
  },
};

interface Doubt {
  readonly pointer: string;
  readonly says: string;
}

function doubt(pointer: string, what: string, found: readonly string[]): readonly Doubt[] {
  if (found.length === 0) return [];
  const quoted = [...new Set(found)].slice(0, MOST).map((one) => shown(one, 60));
  return [{ pointer, says: `${what} ${quoted.join(", ")}` }];
}

/** Whether an argument says that something may be gone after the call. */
function isGrave(path: string): boolean {
  return wordsOf(path).some((word) => {
    const verb = verbOf(word);
    return verb?.form === "base" && !verb.maybeNoun && GRAVE.has(verb.deed);
  });
}
