import type { Token } from "./tokens.ts";

/** Longest SQL that is parsed, of all SQL of a call together. */
export const LONGEST_SQL: number = 65_536;
/** More pieces than this take too long to parse. */
const MOST_TOKENS = 12_000;
/** Deeper trees could overflow the parser's stack, which ruins it; it is many times larger than this needs. */
const DEEPEST = 400;
/** Steps that the scanner may spend on going back over runs of operator characters. */
const MOST_RESCANNED = 2_000_000;

/** Keywords that deepen the tree however many commas stand between them. */
const DEEPENING: ReadonlySet<string> = new Set(
  "case join union except intersect explain".split(" "),
);
const OPERATOR_CHARACTERS: ReadonlySet<string> = new Set("~!@#^&|`?+-*/%<>=");

/**
 * Whether the scanner gets through a text in linear time. It reads a run of operator characters to its end, then goes
 * back to the comment or the sign that starts in it, again and again.
 */
export function isScannable(text: string): boolean {
  let rescanned = 0;
  let start = -1;
  let returns = 0;
  for (let place = 0; place <= text.length; place += 1) {
    const character = text[place] ?? "";
    if (OPERATOR_CHARACTERS.has(character)) {
      if (start === -1) start = place;
      if (character === "+" || (character === "*" && text[place - 1] === "/")) returns += 1;
    } else if (start !== -1) {
      rescanned += returns * (place - start);
      start = -1;
      returns = 0;
    }
  }
  return rescanned <= MOST_RESCANNED;
}

/** One level of parentheses while it is measured. */
interface Level {
  /** What deepens the whole level. */
  lasting: number;
  /** Pieces since the last comma or its like. */
  pieces: number;
  /** The deepest level inside since then. */
  inner: number;
  worst: number;
}

/** Whether a parser can be trusted with these pieces: not too many, and no tree that could be too deep. */
export function isParseable(tokens: readonly Token[]): boolean {
  if (tokens.length > MOST_TOKENS) return false;
  const levels: Level[] = [newLevel()];
  for (const { kind, text } of tokens) {
    const level = levels.at(-1) as Level;
    if (text === "(" || text === "[") levels.push(newLevel());
    else if (text === ")" || text === "]") close(levels);
    else if (text === "," || text === ";") separate(level);
    else if (kind === "word") {
      const word = text.toLowerCase();
      if (word === "and" || word === "or") separate(level);
      if (DEEPENING.has(word)) level.lasting += 2;
      level.pieces += 1;
    } else if (kind === "operator" || kind === "other") level.pieces += text.length;
  }
  while (levels.length > 1) close(levels);
  return depthOf(levels[0] as Level) <= DEEPEST;
}

function newLevel(): Level {
  return { lasting: 0, pieces: 0, inner: 0, worst: 0 };
}

function separate(level: Level): void {
  level.worst = Math.max(level.worst, level.pieces + level.inner);
  level.pieces = 0;
  level.inner = 0;
}

function depthOf(level: Level): number {
  return level.lasting + Math.max(level.worst, level.pieces + level.inner) + 2;
}

/** Ends the innermost level; the outermost stays, whatever closes it, so that nothing measured is forgotten. */
function close(levels: Level[]): void {
  const outer = levels.at(-2);
  const inner = outer === undefined ? undefined : levels.pop();
  if (outer !== undefined && inner !== undefined)
    outer.inner = Math.max(outer.inner, depthOf(inner));
}
