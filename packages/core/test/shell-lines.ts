import * as fc from "fast-check";

const PROGRAMS = [
  "a",
  "b",
  "rm",
  "env",
  "nice",
  "xargs",
  "timeout",
  "find",
  "sh",
  "bash",
  "command",
  "nohup",
  "true",
  "echo",
  "printf",
  "test",
  "cd",
  "export",
  "read",
  "set",
  "unset",
  "exec",
  "builtin",
  "[[",
];
const TEXTS = [
  "x",
  "-r",
  "-f",
  "--",
  "-c",
  "y z",
  "",
  "{}",
  ";",
  "+",
  "1",
  "*",
  "~",
  "v=1",
  "-n",
  "-I",
  "-exec",
  ".",
  "a",
  "rm",
];
const NAMES = ["v", "w", "n"];

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Mostly valid shell command lines over a few harmless names, and some that a stray character has broken. */
export const shellLines: fc.Arbitrary<string> = fc.letrec<Record<string, string>>((tie) => {
  const depthIdentifier = fc.createDepthIdentifier();
  const deeper = (
    plain: fc.Arbitrary<string>,
    ...others: readonly fc.Arbitrary<string>[]
  ): fc.Arbitrary<string> =>
    fc.oneof(
      { maxDepth: 2, depthIdentifier, withCrossShrink: true },
      { weight: 30, arbitrary: plain },
      ...others,
    );
  const text = fc.constantFrom(...TEXTS);
  const name = fc.constantFrom(...NAMES);
  const substitution = fc.oneof(
    tie("line").map((line) => `$(${line})`),
    tie("line").map((line) => `\`${line.replaceAll(/[\\`]/g, "")}\``),
  );
  const variable = fc.oneof(
    { weight: 4, arbitrary: name.map((one) => `$${one}`) },
    name.map((one) => `\${${one}}`),
    name.map((one) => `\${${one}:-x y}`),
    name.map((one) => `\${${one}#x}`),
    name.map((one) => `\${#${one}}`),
    name.map((one) => `\${${one}:=r}`),
    fc.constantFrom("$?", "$#", '"$@"', "$*", "${HOME}", "$HOME"),
    fc.constantFrom("$((1+2))", "$((n))", "$((n+1))", "$((n=2))"),
  );
  const expansion = deeper(variable, substitution, substitution);
  const piece = fc.oneof(
    { weight: 24, arbitrary: fc.constantFrom("a", "rm", "-f", "x", "1", "-r", ".", "m", "r") },
    { weight: 3, arbitrary: text.map(quoted) },
    { weight: 2, arbitrary: text.map((one) => `"${one}"`) },
    { weight: 3, arbitrary: expansion },
    { weight: 3, arbitrary: expansion.map((one) => `"${one.replaceAll('"', "")}"`) },
    fc.constantFrom(
      "\\ ",
      "\\m",
      "\\*",
      "$'\\x72'",
      "$'a b'",
      "$'\\''",
      '$"x"',
      "*",
      "?",
      "[ab]",
      "~",
      "{a,b}",
      "{1..3}",
      "{x,'y z'}",
      "{a,{b,c}}",
      "{,r}",
      "x{",
      "}",
      "a=",
      "#",
      "!",
      "%",
      "^",
      "<(a)",
      "=",
      ",",
      ":",
    ),
  );
  const several = fc.array(piece, { minLength: 2, maxLength: 3 });
  const word = fc.oneof(
    { weight: 3, arbitrary: piece },
    several.map((pieces) => pieces.join("")),
  );
  const redirect = fc.oneof(
    fc.constantFrom(
      ">o",
      ">>o",
      "2>&1",
      "<i",
      ">|o",
      "&>o",
      "2>o",
      "<>o",
      ">&2",
      "<<<x",
      '<<< "$v"',
      "> o",
      ">&o",
      "3<i",
      "{fd}>o",
    ),
    word.map((one) => `>${one.replaceAll(/[/~]/g, "")}`),
  );
  const assignment = fc
    .tuple(
      name,
      fc.oneof(word, fc.constantFrom("rm", "'rm -f'", "1", "'*'", "a", "$((n+1))")),
      fc.constantFrom("=", "=", "=", "+="),
    )
    .map(([one, value, sign]) => `${one}${sign}${value}`);
  const program = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...PROGRAMS) }, word);
  const simple = fc
    .tuple(
      fc.array(fc.oneof(assignment, redirect), { maxLength: 1 }),
      program,
      fc.array(deeper(fc.oneof({ weight: 5, arbitrary: word }, redirect), tie("nested")), {
        maxLength: 4,
      }),
    )
    .map(([before, one, after]) => [...before, one, ...after].join(" "));
  return {
    nested: tie("line").map(quoted),
    simple: fc.oneof({ weight: 6, arbitrary: simple }, { weight: 2, arbitrary: assignment }),
    command: deeper(
      tie("simple"),
      tie("line").map((line) => `( ${line} )`),
      tie("line").map((line) => `{ ${line}; }`),
      fc.tuple(tie("line"), tie("line")).map(([one, two]) => `if ${one}; then ${two}; fi`),
      fc
        .tuple(tie("line"), tie("line"))
        .map(([one, two]) => `if ${one}; then ${two}; else ${one}; fi`),
      fc
        .tuple(name, word, word, tie("line"))
        .map(([one, first, second, line]) => `for ${one} in ${first} ${second}; do ${line}; done`),
      tie("line").map((line) => `while ${line}; do ${line}; break; done`),
      fc.tuple(word, tie("line")).map(([one, line]) => `case ${one} in x|a) ${line};; *) b;; esac`),
      fc.tuple(tie("simple"), word).map(([one, body]) => `${one} <<E\n${body}\nE\n`),
      fc
        .tuple(word, fc.constantFrom("==", "-eq", "=", "<", "!="), word)
        .map(([one, sign, two]) => `[[ ${one} ${sign} ${two} ]]`),
      fc.tuple(name, tie("line")).map(([one, line]) => `${one}() { ${line}; }`),
    ),
    line: fc
      .tuple(
        tie("command"),
        fc.array(
          fc.tuple(fc.constantFrom(" | ", "; ", " && ", " || ", "\n", " & "), tie("command")),
          { maxLength: 2 },
        ),
      )
      .map(([first, rest]) => first + rest.map(([sign, one]) => sign + one).join("")),
  };
}).line as fc.Arbitrary<string>;

const STRAY = fc.constantFrom(..."'\"\\`$(){}[];|&<>#!*?~= \n\t".split(""));

/** Such lines with a few characters put in, taken out or changed. */
export const brokenShellLines: fc.Arbitrary<string> = fc
  .tuple(shellLines, fc.array(fc.tuple(fc.nat(), STRAY, fc.nat(2)), { minLength: 1, maxLength: 3 }))
  .map(([line, changes]) => {
    let text = line;
    for (const [where, stray, kind] of changes) {
      const place = where % (text.length + 1);
      text =
        text.slice(0, place) + (kind === 0 ? "" : stray) + text.slice(place + (kind === 2 ? 0 : 1));
    }
    return text;
  });
