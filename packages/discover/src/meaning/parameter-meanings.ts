import type { JsonObject } from "@capfence/core";
import type { Parameter } from "./examined-tool.ts";
import { isAmong } from "./inflections.ts";
import { words, wordsOf } from "../texts/words.ts";

const AMOUNTS = words("amount amt cost fee payment price salary total");
const QUANTITIES = words("balance budget limit qty quantity share sum unit value volume");
const CODES = words("bash cmd code command javascript js powershell python script shell");
const HOSTS = words("callback endpoint host hostname href ip link uri url webhook website");
const HOST_FORMATS = words(
  "hostname idn-hostname ipv4 ipv6 iri iri-reference uri uri-reference uri-template url",
);
const LISTED = words(
  "count format id index kind language length max min mode name size status type version",
);
const PLACES = words("dest destination dst from source src target to");
const PATHS = words("cwd dir directory file filename filepath folder path");
const RECIPIENTS = words(`
  account address attendee bcc beneficiary cc channel destination email iban invitee participant payee phone
  receiver recipient to user username wallet
`);
const SECRETS = words("authorization cookie credential passphrase passwd password pwd secret");
const STATEMENTS = words("cypher graphql kql query sparql sql statement");

/** What a `token` or a `key` opens something with has before it. */
const OPENERS = words(
  "access api auth bearer github id oauth private refresh secret signing slack ssh",
);

/** Whether the schemas of a value let a type through. */
export function admits({ schemas }: Parameter, type: string): boolean {
  return schemas.some((schema) => admitsType(schema, type));
}

/** Whether a schema lets a type through. */
export function admitsType({ type }: JsonObject, wanted: string): boolean {
  if (type === undefined) return true;
  return (Array.isArray(type) ? type : [type]).some(
    (one) => one === wanted || (wanted === "number" && one === "integer"),
  );
}

/** Whether it is an amount of money. */
export function meansAmount(parameter: Parameter): boolean {
  return ends(parameter, AMOUNTS) || wordsOf(parameter.name).some((word) => word === "amount");
}

/** Whether it is a number that decides about an amount, where the tool is about money. */
export function meansQuantity(parameter: Parameter): boolean {
  return ends(parameter, QUANTITIES);
}

/** Whether it is a command or a program; `code` may as well be one of a country. */
export function meansCode(parameter: Parameter): boolean {
  return ends(parameter, CODES);
}

/** Whether it says where something is on a network. */
export function meansHost(parameter: Parameter): boolean {
  return (
    ends(parameter, HOSTS) ||
    parameter.schemas.some(({ format }) => typeof format === "string" && HOST_FORMATS.has(format))
  );
}

/** Whether it names a file or a folder. */
export function meansPath(parameter: Parameter): boolean {
  const all = wordsOf(parameter.name);
  return ends(parameter, PATHS) || (all.at(-1) === "name" && isAmong(all.at(-2) ?? "", PATHS));
}

/** Whether it is where something is or goes, where the tool is about files. */
export function meansPlace({ name }: Parameter): boolean {
  return PLACES.has(wordsOf(name).join("_"));
}

/** Whether it says who gets something. */
export function meansRecipient(parameter: Parameter): boolean {
  return (
    ends(parameter, RECIPIENTS) || wordsOf(parameter.name).some((word) => word === "recipient")
  );
}

/** Whether it is something that opens doors. */
export function meansSecret(parameter: Parameter): boolean {
  const all = wordsOf(parameter.name);
  const last = all.at(-1) ?? "";
  const before = all.at(-2);
  if (ends(parameter, SECRETS) || last === "apikey") return true;
  if (last === "token" || last === "tokens")
    return before === undefined ? last === "token" : OPENERS.has(before);
  return last === "key" && before !== undefined && before !== "id" && OPENERS.has(before);
}

/** Whether it is a statement for a database, where the tool is about one. */
export function meansStatement(parameter: Parameter): boolean {
  return ends(parameter, STATEMENTS);
}

function ends({ name }: Parameter, some: ReadonlySet<string>): boolean {
  const all = wordsOf(name);
  const last = all.at(-1) ?? "";
  // `url_2` and `path1` are a URL and a path; `url_count` and `file_id` are none.
  const telling = /^\d+$/.test(last) ? (all.at(-2) ?? "") : last.replace(/\d+$/, "");
  return isAmong(telling, some) && !LISTED.has(telling);
}
