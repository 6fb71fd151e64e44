import { describe, expect, it } from "vitest";
import { PolicySource, type SourceNode } from "../document/source.ts";
import { AmountKeys } from "../payload/amount-keys.ts";
import type { CapabilityFacts, DeclaredFields } from "../payload/event-view.ts";
import type { Samples } from "./condition.ts";
import {
  commandSamples,
  pathSamples,
  sqlSamples,
  tableSamples,
  urlSamples,
} from "./typed-samples.ts";

const facts = (fields?: DeclaredFields): CapabilityFacts => ({
  fields,
  shell: false,
  amountKeys: new AmountKeys(),
  environments: new Set(),
});

/** A condition's value as a policy writes it. */
function written(text: string): SourceNode {
  const node = new PolicySource("value.yaml").read(text);
  if (node === undefined) throw new Error(`not a value: ${text}`);
  return node;
}

const NO_VALUE = written("{ private: false }");

/** The examples for a condition's value. */
const valuesOf = (
  sample: (known: CapabilityFacts, node: SourceNode) => readonly Samples[],
  text: string,
): readonly unknown[] => sample(facts(), written(text))[0]?.values ?? [];

const urlsOf = (hosts: string, schemes: string, ports: string): readonly string[] => [
  ...hosts
    .split(" ")
    .flatMap((host) =>
      schemes
        .split(" ")
        .flatMap((scheme) => ports.split(",").map((port) => `${scheme}://${host}${port}/`)),
    ),
  "not a URL",
];

describe("examples of typed values", () => {
  it.each<[keyof DeclaredFields, (known: CapabilityFacts) => readonly Samples[]]>([
    ["path", (known) => pathSamples(known, ["/srv"])],
    ["url", (known) => urlSamples(known, NO_VALUE)],
    ["sql", (known) => sqlSamples(known, NO_VALUE)],
    ["table", (known) => tableSamples(known, ["users"])],
    ["command", (known) => commandSamples(known, NO_VALUE)],
  ])("of a %s stand where the policy declares it, and are never all there are", (kind, sample) => {
    const places = (fields?: DeclaredFields): unknown =>
      sample(facts(fields)).map(({ at, complete }) => [at, complete]);
    expect(places()).toStrictEqual([[`/${kind}`, false]]);
    expect(places({ [kind]: ["/a", "/b/0"] })).toStrictEqual([
      ["/a", false],
      ["/b/0", false],
    ]);
  });

  it("are at most 256, each once", () => {
    const hosts = Array.from({ length: 100 }, (_, index) => `h${index}.example`);
    const [many] = urlSamples(facts(), written(JSON.stringify(hosts)));
    expect(many?.values).toHaveLength(256);
    const [twice] = pathSamples(facts(), ["/srv", "/srv"]);
    expect(twice?.values).toHaveLength(new Set(twice?.values).size);
  });
});

describe("examples of paths", () => {
  it("are in, at and beside each directory, and outside of all", () => {
    expect(pathSamples(facts(), ["/srv/**", "/a?"])[0]?.values).toStrictEqual([
      "/srv/x",
      "/srv/x/x",
      "/srv/x-other/x",
      "/ax",
      "/ax/x",
      "/ax-other/x",
      "/unlisted/x",
      "unlisted",
      "../x",
    ]);
  });
});

describe("examples of URLs", () => {
  it("have a host that is listed, one that is not and a private one, under common schemes and ports", () => {
    const expected = urlsOf("api.example unlisted.com 127.0.0.1", "https http ftp", ",:8443");
    expect(valuesOf(urlSamples, "api.example")).toStrictEqual(expected);
    expect(valuesOf(urlSamples, "[api.example]")).toStrictEqual(expected);
  });

  it("have each scheme and port that is listed", () => {
    expect(
      valuesOf(urlSamples, '{ hosts: "*.corp.example", schemes: [ws, http], ports: 8080 }'),
    ).toStrictEqual(
      urlsOf("x.corp.example unlisted.com 127.0.0.1", "ws http https ftp", ",:8080,:8443"),
    );
  });
});

/** How many statements each example has that is a list of the same one. */
const several = (text: string): readonly number[] =>
  valuesOf(sqlSamples, text)
    .map((sql) => String(sql).split("SELECT 1;").length - 1)
    .filter((count) => count > 0);

describe("examples of SQL", () => {
  it("have a statement of every kind on a table that no rule names", () => {
    expect(valuesOf(sqlSamples, "{ writes: false }")).toStrictEqual([
      "SELECT a FROM unlisted",
      "INSERT INTO unlisted VALUES (1)",
      "UPDATE unlisted SET a = 1 WHERE b = 2",
      "UPDATE unlisted SET a = 1",
      "DELETE FROM unlisted WHERE b = 2",
      "DELETE FROM unlisted",
      "CREATE TABLE unlisted (a int)",
      "ALTER TABLE unlisted ADD a int",
      "TRUNCATE unlisted",
      "DROP TABLE unlisted",
      "SELECT unlisted()",
      "SELECT 1;SELECT 1;",
      "BEGIN",
      "GRANT ALL ON unlisted TO unlisted",
      "SELEC",
    ]);
  });

  it("are on each table, in each schema and with each function that is named", () => {
    const values = valuesOf(
      sqlSamples,
      '{ tables: [users, "log_*"], schemas: secret, functions: "pg_*" }',
    );
    for (const name of ["users", "log_x", "secret.unlisted", "unlisted"])
      expect(values).toContain(`DELETE FROM ${name}`);
    expect(values).toContain("SELECT pg_x()");
    expect(values).toHaveLength(46);
  });

  it("have as many statements as are allowed, and one more, as long as they are few", () => {
    expect(several("{ max_statements: 1 }")).toStrictEqual([2]);
    expect(several("{ max_statements: 3 }")).toStrictEqual([3, 4]);
    expect(several("{ max_statements: 64 }")).toStrictEqual([64]);
    expect(several("{ max_statements: 65 }")).toStrictEqual([]);
  });
});

describe("examples of tables", () => {
  it("are each name with and without its schema, with another, others, and two at once", () => {
    expect(tableSamples(facts(), ["app.users", "log_*"])[0]?.values).toStrictEqual([
      "app.users",
      "users",
      "log_x",
      "other.app.users",
      "unlisted",
      "not a name",
      ["app.users", "unlisted"],
    ]);
    expect(tableSamples(facts(), [])[0]?.values).toContain("other.unlisted");
  });
});

describe("examples of commands", () => {
  it("are of every kind where a rule names no program", () => {
    expect(valuesOf(commandSamples, "{ writes: true, reads: false }")).toStrictEqual([
      "ls",
      "cat unlisted",
      "echo x > unlisted",
      "rm -r unlisted",
      "ls | ls -a",
      "ls && ls -a",
      "ls || ls -a",
      "ls ; ls -a",
      "ls & ls -a",
      "sudo ls",
      "curl https://unlisted.example.com",
      "echo $(date)",
      "unlisted --help",
      "unlisted",
      "$UNKNOWN",
      "echo 'open",
    ]);
  });

  it("have each program with each flag and operator, and each file", () => {
    const values = valuesOf(
      commandSamples,
      '{ programs: ["git status"], any_program: "py*", flags_any: [-f, -x], reads: "/etc/**", writes: ["/tmp/*"] }',
    );
    for (const program of ["git status", "pyx", "ls"])
      for (const rest of ["", " -f", " -x", " | ls -a", " & ls -a"])
        expect(values).toContain(`${program}${rest}`);
    for (const file of ["/etc/x", "/tmp/x", "unlisted"])
      for (const line of [`cat ${file}`, `echo x > ${file}`, `rm -r ${file}`])
        expect(values).toContain(line);
    expect(values).toHaveLength(3 + 6 + 9 + 15 + 7);
  });
});
