import * as fc from "fast-check";

/** White space as JSON may have it anywhere. */
const space: fc.Arbitrary<string> = fc.string({
  unit: fc.constantFrom(" ", "\t", "\n", "\r"),
  maxLength: 2,
});

/** Text in one of the ways in which JSON can spell it. */
const text: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom('\\"', "\\\\", "\\/", "\\n", "\\u0061", "\\ud83d\\ude00", "{", "}", "[", "]"),
      fc.constantFrom(",", ":", "a", "\u2028", "\\u0000", "\\ud800", "id", "method"),
      fc.string({ unit: "binary", maxLength: 3 }).map((one) => JSON.stringify(one).slice(1, -1)),
    ),
    { maxLength: 6 },
  )
  .map((parts) => `"${parts.join("")}"`);

const atom: fc.Arbitrary<string> = fc.oneof(
  text,
  fc.constantFrom("true", "false", "null", "0", "-0", "1e400", "-1.50E+2", "9007199254740993"),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
);

/**
 * A key of one character that is spelled as an escape: the engine of Node, up to 24 at least, takes it for a backslash
 * if it has read an object before whose key at this place was one.
 */
const MISREAD = /"\\(?:u[\dA-Fa-f]{4}|[^u])"[ \t\n\r]*:/;

/** Whether `JSON.parse` can be held against a text: it reads the text right, whatever it has read before. */
export function isReadRight(json: string): boolean {
  return !MISREAD.test(json);
}

/** Any JSON, spelled in any way, with keys that stand there once. */
export const spelledJson: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    atom,
    spelledObject(tie("value")),
    fc
      .array(fc.tuple(space, tie("value"), space), { maxLength: 4 })
      .map((items) => `[${items.map((item) => item.join("")).join(",")}]`),
  ),
})).value;

/** An object with such members, spelled in any way, whose keys stand there once. */
export function spelledObject(value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const name = text.filter((one) => isReadRight(`${one}:`));
  const member = fc.tuple(space, name, space, space, value, space);
  return fc
    .tuple(
      space,
      fc.uniqueArray(member, { maxLength: 5, selector: ([, key]) => JSON.parse(key) as string }),
      space,
    )
    .map(([before, members, after]) => {
      const spelled = members.map(([a, key, b, c, one, d]) => `${a}${key}${b}:${c}${one}${d}`);
      return `${before}{${spelled.join(",")}}${after}`;
    });
}
