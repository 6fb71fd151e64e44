import { STRONG, WEAK } from "./abusive-words.ts";

/** What tools do against abuse, and those who only look something up. */
const DEFENCE =
  /^(?:aler|analy[sz]|anti|assess|audit|avert|aware|block|check|classif|combat|count|defen[cds]|describ|detect|deter|filter|find|flag|forensic|get|guard|identif|insight|inspect|insur|intelligence|investigat|list|lookup|mitigat|monitor|prevent|protect|quarantin|query|recover|remediat|report|respon[ds]|review|risk|scan|scor|search|shield|simulat|stat(?:s|istics)?$|stop|test|train|validat|verif)/u;
const AGAINST_DEFENCE =
  /^(?:avoid|bypass|circumvent|defeat|disabl|evad|evasion|overrid|subver|suppress)/u;
/** What honest tools manipulate, fake or inflate. */
const HARMLESS =
  /^(?:archive|array|audio|bit|byte|column|data|dataframe|date|document|dom|excel|file|html|image|json|list|matrix|mesh|name|number|pdf|photo|pixel|sample|sheet|spreadsheet|string|table|test|text|time|user|vector|video|xml|zip)s?$/u;
const NEEDS_HARMLESS = /^(?:fake|inflat|manipulat|obfuscat|distort)/u;
/** What is abused only where it is not the tool's own to give. */
const PRIVATE =
  /^(?:confidential|credential|customer|data|email|employee|information|medical|password|patient|personal|privacy|privilege|private|record|secret|student|user)s?$/u;
const NEEDS_PRIVATE = /^(?:crack|disclos|escalat|expos|harvest|sniff)/u;

/** How bad a name says that a tool is. */
export interface AbusiveName {
  readonly word: string;
  readonly strength: "strong" | "weak" | "defended";
}

/** The worst word of a name that says what no honest tool does; `defended` where another says that it works against it. */
export function abusiveName(words: readonly string[]): AbusiveName | undefined {
  const bypassed = words.some((word) => AGAINST_DEFENCE.test(word));
  const isDefended = words.some((word) => DEFENCE.test(word));
  if (bypassed && isDefended)
    return { word: words.find((word) => AGAINST_DEFENCE.test(word)) ?? "", strength: "strong" };
  const strong = words.find((word) => STRONGLY.test(word));
  const weak = words.find((word) => WEAKLY.test(word) && !isHarmless(word, words));
  const word = strong ?? weak;
  if (word === undefined) return undefined;
  if (isDefended) return { word, strength: "defended" };
  return { word, strength: strong === undefined ? "weak" : "strong" };
}

const STRONGLY = new RegExp(`^(?:${STRONG.join("|")})`, "u");
const WEAKLY = new RegExp(`^(?:${WEAK.join("|")})`, "u");

function isHarmless(word: string, words: readonly string[]): boolean {
  if (NEEDS_PRIVATE.test(word)) return !words.some((one) => PRIVATE.test(one));
  return NEEDS_HARMLESS.test(word) && words.some((one) => HARMLESS.test(one));
}
