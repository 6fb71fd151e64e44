import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, stringify, type ToStringOptions } from "yaml";
import { policy } from "../../../test/judge.ts";
import { PolicyLoadError, type PolicyProblem } from "../../errors.ts";
import { POLICY_SIZE_LIMIT, PolicySource, suggestion } from "./source.ts";

function problemsOf(text: string): readonly PolicyProblem[] {
  try {
    policy(text);
    return [];
  } catch (error) {
    if (error instanceof PolicyLoadError) return error.problems;
    throw error;
  }
}

/** The first problem as `line:column: key: message`. */
function firstProblem(text: string): string {
  const [first] = problemsOf(text);
  return first === undefined
    ? "loads"
    : `${first.line}:${first.column}: ${first.key}: ${first.message}`;
}

describe("YAML that does not load", () => {
  it.each([
    ["nothing", "", "1:1: : the file is empty; a policy needs at least one section such as allow"],
    ["a comment alone", "# x\n", "1:1: : the file is empty"],
    ["null", "~", "1:1: : a policy is a mapping of sections, got nothing"],
    ["a text", "hello", '1:1: : a policy is a mapping of sections, got "hello"'],
    ["a list", "- a.b", "1:1: : a policy is a mapping of sections, got a list"],
    ["a tab as indentation", "deny:\n\t- a.b\n", "2:1: : tabs cannot indent YAML; use spaces"],
    [
      "a tab deeper in",
      "deny:\n  - capability: a.b\n\t  contains: x\n",
      "3:1: : tabs cannot indent YAML; use spaces",
    ],
    [
      "a section twice",
      "deny: [a.b]\nallow: []\ndeny: []\n",
      "3:1: deny: duplicate key; the second would silently replace the first",
    ],
    [
      "a condition twice",
      "deny:\n  - capability: a.b\n    amount_gt: 1\n    amount_gt: 2\n",
      "4:5: deny[0].amount_gt: duplicate key; the second would silently replace the first",
    ],
    [
      "a key twice in JSON",
      '{"deny": ["a.b"], "deny": []}',
      "1:19: deny: duplicate key; the second would silently replace the first",
    ],
    [
      "two documents",
      "deny: []\n---\nallow: [a.b]\n",
      "3:1: : a file is one document; remove what follows the second ---",
    ],
    ["an unknown tag", "allow: !code [a.b]\n", "1:14: allow: the tag !code is not read; remove it"],
    ["an unknown alias", "allow: [*x]\n", '1:9: allow[0]: unknown alias "*x"'],
    ["a list as key", "? [a, b]\n: 1\n", "1:3: : a key must be a text"],
    ["bytes", "allow: [!!binary aGk=]\n", "1:18: allow[0]: the tag !!binary is not read"],
    [
      "half a surrogate pair",
      'allow: ["\\ud800"]\n',
      '1:9: allow[0]: "\\ud800" is not a value a policy can hold',
    ],
    ["an open quote", 'deny: ["a.b]\n', "2:1: : a quote or bracket before this is not closed"],
    ["an open bracket", "deny: [a.b\n", "2:1: : a quote or bracket before this is not closed"],
    [
      "infinity",
      "approval_timeout_seconds: .inf\n",
      '1:27: approval_timeout_seconds: ".inf" is not',
    ],
    [
      "a number that would lose digits",
      "approval_timeout_seconds: 12345678901234567890\n",
      '1:27: approval_timeout_seconds: 12345678901234567890 cannot be held exactly as a number; put it in quotes: "12345678901234567890"',
    ],
    [
      "a hexadecimal number that would lose digits",
      "approval_timeout_seconds: 0xffffffffffffffff\n",
      "1:27: approval_timeout_seconds: 0xffffffffffffffff cannot be held exactly as a number",
    ],
    [
      "another version of YAML, in which yes is true",
      "%YAML 1.1\n---\nallow: [a.b]\n",
      '1:1: : YAML 1.1 reads "yes" and "no" as booleans; remove the %YAML line',
    ],
    [
      "a merge key, which is not YAML 1.2",
      "allow:\n  - &x { capability: a.b }\n  - <<: *x\n",
      "3:5: allow[1]: the rule has no capability",
    ],
  ])("%s", (_name, text, problem) => {
    expect(firstProblem(text)).toContain(problem);
  });

  it("shows control characters of the file escaped", () => {
    expect(firstProblem('allow: ["a\\e[2J.b"]\n')).toContain('"a\\u{1b}[2J.b" is not a capability');
  });

  it.each([
    ["an alias of itself", "allow: &x [*x]\n"],
    ["a wide bomb of aliases", `x: &x [${"a,".repeat(2000)}a]\nallow: [${"*x,".repeat(2000)}*x]\n`],
    ["a deep bomb of aliases", bomb(9)],
    ["lists in lists", `allow: ${"[".repeat(70)}${"]".repeat(70)}\n`],
    ["very many lists in lists", "[".repeat(50_000)],
    ["too many rules", `allow: [${"1,".repeat(510_000)}1]\n`],
  ])("%s is refused soon, without running out of stack", (_name, text) => {
    const started = performance.now();
    const problems = problemsOf(text);
    expect(problems.map(({ message }) => message).join()).toMatch(
      /too large or too deep once aliases are expanded|nested too deeply/,
    );
    expect(problems.length).toBeLessThanOrEqual(100);
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it("reads many aliases in time in proportion to their number", () => {
    const started = performance.now();
    const text = `allow: [&x a.b, ${"*x,".repeat(40_000)}*x]\n`;
    expect(policy(text).document?.rules).toHaveLength(40_002);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it("over the size limit is refused before it is read", () => {
    const text = `# ${"x".repeat(POLICY_SIZE_LIMIT)}\nallow: [a.b]\n`;
    expect(firstProblem(text)).toBe(
      `1:1: : the file is larger than ${POLICY_SIZE_LIMIT} characters; split it with extends`,
    );
  });
});

function bomb(levels: number): string {
  const names = "abcdefghijkl".slice(0, levels).split("");
  const lines = names.map((name, index) => {
    const items = Array(10).fill(index === 0 ? "x" : `*${names[index - 1]}`);
    return `${name}: &${name} [${items.join(",")}]`;
  });
  return lines.join("\n");
}

describe("YAML that loads", () => {
  it.each([
    ["YAML", "allow:\n  - a.b\n"],
    ["JSON", '{"allow": ["a.b"]}'],
    ["carriage returns", "allow:\r\n  - a.b\r\n"],
    ["a byte order mark", "\ufeffallow: [a.b]"],
    ["a document marker", "---\nallow: [a.b]\n...\n"],
    ["its version", "%YAML 1.2\n---\nallow: [a.b]\n"],
    ["an explicit text", "allow: [!!str a.b]"],
    ["an alias", "allow: &x [a.b]\nwarn: *x\n"],
    ["a tab that indents nothing", "allow:\t# what may run\n  - a.b\t\n"],
  ])("with %s", (_name, text) => {
    expect(policy(text).document?.rules[0]?.patterns).toStrictEqual([["a", "b"]]);
  });

  it("resolves an alias to the nearest anchor before it", () => {
    const text = "deny: [&x a.one, *x, &x a.two, *x]\n";
    const patterns = policy(text).document?.rules.map((rule) => rule.patterns[0]?.join("."));
    expect(patterns).toStrictEqual(["a.one", "a.one", "a.two", "a.two"]);
  });

  it("places a rule that is an alias where the alias stands", () => {
    const rules = policy("deny:\n  - &x a.b\nallow:\n  - *x\n").document?.rules;
    expect(rules?.map(({ reference }) => `${reference.id} ${reference.line}`)).toStrictEqual([
      "deny[0] 2",
      "allow[0] 4",
    ]);
  });
});

function valueOf(text: string): unknown {
  return new PolicySource("values.yaml").read(text)?.value;
}

describe("values", () => {
  const scalar = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.string({ unit: "grapheme", maxLength: 4 }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom(
      "null",
      "~",
      "True",
      "1e3",
      "0x1f",
      "0o17",
      "1_000",
      "on",
      "2024-01-01",
      "",
      " x ",
    ),
  );
  const { tree } = fc.letrec<{ readonly tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      scalar,
      fc.array(tie("tree"), { maxLength: 3 }),
      fc.dictionary(fc.string({ maxLength: 6 }), tie("tree"), {
        maxKeys: 3,
        noNullPrototype: true,
      }),
    ),
  }));

  it("are those that another YAML 1.2 parser reads, in any style", () => {
    const styles = fc.record({
      defaultStringType: fc.constantFrom("PLAIN", "QUOTE_SINGLE", "QUOTE_DOUBLE", "BLOCK_LITERAL"),
      collectionStyle: fc.constantFrom("any", "block", "flow"),
      indent: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(tree, styles, (value, style) => {
        const text = stringify([value], style as ToStringOptions);
        expect(valueOf(text)).toStrictEqual(parse(text));
      }),
    );
  });

  it("are those of JSON", () => {
    fc.assert(
      fc.property(tree, fc.constantFrom(undefined, 2, "\t"), (value, indent) => {
        expect(valueOf(JSON.stringify([value], undefined, indent))).toStrictEqual([value]);
      }),
    );
  });
});

describe("suggestion", () => {
  const known = ["deny", "allow", "require_approval"];

  it.each([
    ["denyy", '; did you mean "deny"?'],
    ["Alow", '; did you mean "allow"?'],
    ["require-approval", '; did you mean "require_approval"?'],
    ["something_else_entirely", ""],
    ["", ""],
  ])("for %j is %j", (name, text) => {
    expect(suggestion(name, known)).toBe(text);
  });
});
