import { type AST, RegExpParser } from "@eslint-community/regexpp";

/** Longer ones bound nothing: nobody reads them, and reading them costs. */
const MOST_CHARACTERS = 256;

/** A pattern that a text has to match as a whole, in one of these ways; none starts or ends with `^` or `$`. */
export type Ways = readonly (readonly AST.Element[])[];

/** How a text may match a pattern as a whole; undefined where the pattern leaves room before or after, or is none. */
export function waysOf(pattern: string): Ways | undefined {
  const parsed = parse(pattern);
  const ways = parsed?.alternatives.map(({ elements }) => elements) ?? [];
  if (ways.length === 0 || !ways.every((way) => starts(way) && ends(way.at(-1)))) return undefined;
  return ways.map((way) => way.slice(1, -1));
}

/** How a text may begin that matches a pattern; undefined where it may begin with anything. */
export function beginningsOf(pattern: string): Ways | undefined {
  const ways = parse(pattern)?.alternatives.map(({ elements }) => elements) ?? [];
  return ways.length > 0 && ways.every(starts) ? ways.map((way) => way.slice(1)) : undefined;
}

/** How a text may end that matches a pattern; undefined where it may end with anything. */
export function endingsOf(pattern: string): Ways | undefined {
  const ways = parse(pattern)?.alternatives.map(({ elements }) => elements) ?? [];
  return ways.length > 0 && ways.every((way) => ends(way.at(-1)))
    ? ways.map((way) => way.slice(0, -1))
    : undefined;
}

/** The most characters that something can match; infinite where there is no most. */
export function longest(elements: readonly AST.Element[]): number {
  return elements.reduce((sum, element) => sum + longestOf(element), 0);
}

function longestOf(element: AST.Element): number {
  switch (element.type) {
    case "Assertion":
      return 0;
    case "Group":
    case "CapturingGroup":
      return Math.max(...element.alternatives.map((one) => longest(one.elements)));
    case "Quantifier": {
      const once = longestOf(element.element);
      return once === 0 ? 0 : once * element.max;
    }
    case "Backreference":
      return Infinity;
    default:
      return 1;
  }
}

/** Whether something can match any of some characters; what is hard to tell may. */
export function mayMatch(elements: readonly AST.Element[], characters: string): boolean {
  return elements.some((element) => {
    switch (element.type) {
      case "Assertion":
        return false;
      case "Group":
      case "CapturingGroup":
        return element.alternatives.some((one) => mayMatch(one.elements, characters));
      case "Quantifier":
        return mayMatch([element.element], characters);
      case "Character":
        return characters.includes(String.fromCodePoint(element.value));
      case "CharacterClass":
        return mayMatchClass(element, characters);
      case "CharacterSet":
        return mayMatchSet(element, characters);
      default:
        return true;
    }
  });
}

function mayMatchClass({ negate, elements }: AST.CharacterClass, characters: string): boolean {
  const has = (character: string): boolean =>
    elements.some((one) => {
      const code = character.codePointAt(0) ?? 0;
      if (one.type === "Character") return one.value === code;
      if (one.type === "CharacterClassRange") return one.min.value <= code && code <= one.max.value;
      return one.type !== "CharacterSet" || mayMatchSet(one, character);
    });
  return Array.from(characters).some((character) => has(character) !== negate);
}

function mayMatchSet(set: AST.CharacterSet, characters: string): boolean {
  if (set.kind !== "digit" && set.kind !== "word") return true;
  const inside = set.kind === "digit" ? /\d/ : /\w/;
  return Array.from(characters).some((character) => inside.test(character) !== set.negate);
}

/** As Unicode, as JSON Schema has it, or else as most programs do. */
function parse(pattern: string): AST.Pattern | undefined {
  if (pattern.length > MOST_CHARACTERS) return undefined;
  for (const unicode of [true, false])
    try {
      return new RegExpParser().parsePattern(pattern, 0, pattern.length, { unicode });
    } catch {
      // What is no pattern matches nothing for some, and anything for others.
    }
  return undefined;
}

function starts(way: readonly AST.Element[]): boolean {
  const [first] = way;
  return first?.type === "Assertion" && first.kind === "start";
}

function ends(last: AST.Element | undefined): boolean {
  return last?.type === "Assertion" && last.kind === "end";
}
