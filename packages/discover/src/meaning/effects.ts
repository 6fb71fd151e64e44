import type { Claims, Effect, Parameter } from "./examined-tool.ts";
import { listAt } from "./json.ts";
import { verbsOfDescription } from "./description-verbs.ts";
import { verbsOfName } from "./name-verbs.ts";
import {
  admits,
  meansAmount,
  meansCode,
  meansHost,
  meansPath,
  meansSecret,
} from "./parameter-meanings.ts";
import { isShell, type Topics, topicsOf } from "./tool-words.ts";
import { type Verb, verbOf } from "./verbs.ts";
import { wordsOf } from "../texts/words.ts";

/** What the effects of a tool are read from. */
export interface ToolText {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly parameters: readonly Parameter[];
  readonly claims: Claims;
}

/** What takes one of several verbs, such as `mode: "delete"`. */
const SELECTORS = new Set(["action", "command", "method", "mode", "op", "operation", "verb"]);

const RUNS = new Set(["invoke", "launch", "process", "run", "start"]);
const NETWORKS = new Set([
  "browse",
  "connect",
  "crawl",
  "download",
  "navigate",
  "scrape",
  "upload",
]);
/** With an amount, they move money. */
const PAYS = new Set(
  "approve authorize book create issue make order place process reserve schedule send submit swap trade transfer".split(
    " ",
  ),
);
const SAYS = new Set(["add", "create", "make", "publish", "submit", "write"]);

/** What a call of a tool may do. Whatever says that it does more counts; nothing says that it does less. */
export function effectsOf(tool: ToolText): ReadonlySet<Effect> {
  const { name, title, description, parameters, claims } = tool;
  const nameWords = wordsOf(name);
  const [firstSentence = ""] = description.split(/[.!?;\n]+/u);
  const titled = [...nameWords, ...wordsOf(title)];
  const beside = [...wordsOf(firstSentence), ...parameters.flatMap((one) => wordsOf(one.name))];
  const named = topicsOf(titled, beside);
  const told = topicsOf([...titled, ...wordsOf(firstSentence)], beside);
  const effects = new Set<Effect>();
  const hasAmount = parameters.some(meansAmount);
  for (const verb of verbsOf(tool)) {
    if (hasAmount && PAYS.has(verb.base)) effects.add("money");
    if (verb.base === "evaluate" && parameters.some(isFormula)) effects.add("execute");
    for (const effect of effectsOfVerb(verb, verb.isNamed ? named : told, nameWords, told))
      effects.add(effect);
  }
  if (claims.isReadOnly === false || (claims.isDestructive === true && claims.isReadOnly !== true))
    effects.add("write");
  if (told.network || parameters.some((one) => meansHost(one) && admits(one, "string")))
    effects.add("network");
  if (named.files || parameters.some((one) => meansPath(one) && admits(one, "string")))
    effects.add("filesystem");
  if (told.secret || parameters.some(meansSecret)) effects.add("secret");
  const isNamedByVerb = verbsOfName(nameWords).sure.length > 0;
  if (runsCode(parameters, told) || (!isNamedByVerb && isShell(nameWords))) effects.add("execute");
  return effects;
}

/** A verb, and whether it is that of the tool's name. */
type Said = Verb & { readonly isNamed: boolean };

function verbsOf({ name, title, description, parameters }: ToolText): readonly Said[] {
  const ofName = verbsOfName(wordsOf(name));
  const ofTitle = verbsOfName(wordsOf(title));
  const described = verbsOfDescription(description);
  const sure = [
    ...said(true, [...ofName.sure, ...ofTitle.sure]),
    ...said(false, [...described, ...selected(parameters)]),
  ];
  return sure.length > 0 ? sure : said(true, [...ofName.maybe, ...ofTitle.maybe]);
}

function said(isNamed: boolean, verbs: readonly Verb[]): readonly Said[] {
  return verbs.map((verb) => ({ ...verb, isNamed }));
}

/** The verbs that a parameter such as `mode` lets choose from. */
function selected(parameters: readonly Parameter[]): readonly Verb[] {
  return parameters
    .filter(({ name }) => SELECTORS.has(wordsOf(name).at(-1) ?? ""))
    .flatMap(({ schemas }) => schemas)
    .flatMap((schema) => [...listAt(schema, "enum"), schema["const"] ?? ""])
    .flatMap((value) => (typeof value === "string" ? [verbOf(wordsOf(value)[0] ?? "")] : []))
    .filter((verb): verb is Verb => verb?.form === "base");
}

function effectsOfVerb(
  { base, deed }: Verb,
  topics: Topics,
  nameWords: readonly string[],
  told: Topics,
): readonly Effect[] {
  const network: readonly Effect[] = NETWORKS.has(base) ? ["network"] : [];
  switch (deed) {
    case "execute":
      if (told.database && !topics.code) return effectsOfStatement(nameWords);
      return topics.money ? ["money"] : ["execute"];
    case "message":
      if (base === "send" && topics.money) return ["money"];
      return base === "post" ? ["message", "write"] : ["message"];
    case "read":
      if (base === "evaluate" && told.code) return ["execute"];
      return ["read", ...network];
    case "write":
      if (RUNS.has(base) && topics.code) return ["execute"];
      if (base === "run" && topics.database) return effectsOfStatement(nameWords);
      if (topics.money) return ["write", "money"];
      return SAYS.has(base) && topics.message ? ["write", "message"] : ["write", ...network];
    default:
      return [deed];
  }
}

/** What is evaluated may well be run: many calculators are an `eval`. */
function isFormula({ name }: Parameter): boolean {
  return ["expression", "formula", "function"].includes(wordsOf(name).at(-1) ?? "");
}

/** What a statement does is not known before it is there. */
function effectsOfStatement(nameWords: readonly string[]): readonly Effect[] {
  return nameWords.includes("read") ? ["read"] : ["write", "delete"];
}

/** Whether an argument is code: `code` alone only where the tool speaks of running it. */
function runsCode(parameters: readonly Parameter[], told: Topics): boolean {
  return parameters.some(
    (one) =>
      meansCode(one) &&
      admits(one, "string") &&
      !one.schemas.every((schema) => listAt(schema, "enum").length > 0) &&
      (wordsOf(one.name).at(-1) !== "code" || told.code),
  );
}
