import { globInstance } from "../glob.ts";
import type { Json } from "../../encoding/json.ts";
import type { SourceNode } from "../document/source.ts";
import { childOf } from "../document/source.ts";
import { isMapping } from "../document/source-values.ts";
import type { CapabilityFacts } from "../payload/event-view.ts";
import type { Samples } from "./condition.ts";

const MOST = 64;

/** Examples of paths in, at, beside and outside the directories or globs that a rule writes. */
export function pathSamples(
  { fields }: CapabilityFacts,
  written: readonly string[],
): readonly Samples[] {
  const values = written.flatMap((path) => {
    const instance = globInstance(path.replaceAll("**", "*"));
    return [instance, `${instance}/x`, `${instance}-other/x`];
  });
  return examples(fields?.path ?? ["/path"], [...values, "/unlisted/x", "unlisted", "../x"]);
}

/** Examples of URLs of the hosts, schemes and ports that a rule writes, of others, and of a private address. */
export function urlSamples({ fields }: CapabilityFacts, node: SourceNode): readonly Samples[] {
  const hosts = textsOf(isMapping(node) ? childOf(node, "hosts") : node).map(globInstance);
  const schemes = [...new Set([...textsOf(childOf(node, "schemes")), "https", "http", "ftp"])];
  const ports = ["", ...textsOf(childOf(node, "ports")).map((port) => `:${port}`), ":8443"];
  const all = [...hosts, "unlisted.com", "127.0.0.1"].flatMap((host) =>
    schemes.flatMap((scheme) => ports.map((port) => `${scheme}://${host}${port}/`)),
  );
  return examples(fields?.url ?? ["/url"], [...all, "not a URL"]);
}

/** Examples of SQL of every common kind on the tables, schemas and functions that a rule writes, and on others. */
export function sqlSamples({ fields }: CapabilityFacts, node: SourceNode): readonly Samples[] {
  const tables = [
    ...textsOf(childOf(node, "tables")).map(globInstance),
    ...textsOf(childOf(node, "schemas")).map((schema) => `${globInstance(schema)}.unlisted`),
    "unlisted",
  ];
  const functions = [...textsOf(childOf(node, "functions")).map(globInstance), "unlisted"];
  const limit = Number(childOf(node, "max_statements")?.value ?? 1);
  const values = [
    ...tables.flatMap(statementsOn),
    ...functions.map((name) => `SELECT ${name}()`),
    ...[limit, limit + 1]
      .filter((count) => count > 1 && count <= MOST)
      .map((count) => "SELECT 1;".repeat(count)),
    "BEGIN",
    "GRANT ALL ON unlisted TO unlisted",
    "SELEC",
  ];
  return examples(fields?.sql ?? ["/sql"], values);
}

/** Examples of names of tables that a rule writes, with another schema, and others. */
export function tableSamples(
  { fields }: CapabilityFacts,
  written: readonly string[],
): readonly Samples[] {
  const names = [...new Set(written.map(globInstance).flatMap(suffixes))];
  const [first = "unlisted"] = names;
  const values = [...names, `other.${first}`, "unlisted", "not a name", [first, "unlisted"]];
  return examples(fields?.table ?? ["/table"], values);
}

/** Examples of commands with the programs, flags, files and operators that a rule writes, and of every kind of others. */
export function commandSamples({ fields }: CapabilityFacts, node: SourceNode): readonly Samples[] {
  const written = ["programs", "any_program"].flatMap((key) => textsOf(childOf(node, key)));
  const programs = [...new Set([...written.map(globInstance), "ls"])];
  const flags = textsOf(childOf(node, "flags_any"));
  const files = ["reads", "writes"]
    .flatMap((key) => textsOf(childOf(node, key)))
    .map((path) => globInstance(path.replaceAll("**", "x")));
  const operators = ["|", "&&", "||", ";", "&"];
  const values = [
    ...programs,
    ...programs.flatMap((program) => flags.map((flag) => `${program} ${flag}`)),
    ...[...files, "unlisted"].flatMap((file) => [
      `cat ${file}`,
      `echo x > ${file}`,
      `rm -r ${file}`,
    ]),
    ...programs.flatMap((program) => operators.map((sign) => `${program} ${sign} ls -a`)),
    "sudo ls",
    "curl https://unlisted.example.com",
    "echo $(date)",
    "unlisted --help",
    "unlisted",
    "$UNKNOWN",
    "echo 'open",
  ];
  return examples(fields?.command ?? ["/command"], values);
}

function statementsOn(table: string): readonly string[] {
  return [
    `SELECT a FROM ${table}`,
    `INSERT INTO ${table} VALUES (1)`,
    `UPDATE ${table} SET a = 1 WHERE b = 2`,
    `UPDATE ${table} SET a = 1`,
    `DELETE FROM ${table} WHERE b = 2`,
    `DELETE FROM ${table}`,
    `CREATE TABLE ${table} (a int)`,
    `ALTER TABLE ${table} ADD a int`,
    `TRUNCATE ${table}`,
    `DROP TABLE ${table}`,
  ];
}

function examples(places: readonly string[], values: readonly Json[]): readonly Samples[] {
  return places.map((at) => ({
    at,
    values: [...new Set(values)].slice(0, MOST * 4),
    complete: false,
  }));
}

function textsOf(node: SourceNode | undefined): readonly string[] {
  if (node === undefined) return [];
  return (node.items.length === 0 ? [node] : node.items)
    .map(({ value }) => value)
    .filter((value) => typeof value === "string" || typeof value === "number")
    .map(String);
}

/** `a.b.c`, `b.c` and `c`. */
function suffixes(name: string): readonly string[] {
  const parts = name.split(".");
  return parts.map((_part, index) => parts.slice(index).join("."));
}
