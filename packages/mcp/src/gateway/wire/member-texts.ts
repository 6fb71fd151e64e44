/** Deeper than anything that is said, and less than what overflows the stack of who walks through it. */
const DEPTH = 1000;

/**
 * The members of a JSON object by their own text, so that a value can be passed on as it was written. The text must be
 * valid JSON. Throws `SyntaxError` for a key that stands there twice, as readers differ in which of them
 * counts, and for a value that is too deep.
 */
export function memberTexts(text: string): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  let position = after(text, 0, "{");
  while (text[position] !== "}") {
    const keyEnd = endOfString(text, position);
    const key = JSON.parse(text.slice(position, keyEnd)) as string;
    if (members.has(key))
      throw new SyntaxError(`the key ${JSON.stringify(key)} stands there twice`);
    const start = after(text, keyEnd, ":");
    const end = endOfValue(text, start);
    members.set(key, text.slice(start, end));
    position = space(text, end);
    if (text[position] === ",") position = space(text, position + 1);
    if (position >= text.length) break;
  }
  return members;
}

function after(text: string, position: number, character: string): number {
  const at = space(text, position);
  if (text[at] !== character) throw new SyntaxError(`expected ${character}`);
  return space(text, at + 1);
}

function space(text: string, position: number): number {
  let at = position;
  while (at < text.length && " \t\n\r".includes(text[at] ?? "x")) at += 1;
  return at;
}

/** The place after a string that begins at a place. */
function endOfString(text: string, position: number): number {
  let at = position + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote === -1) throw new SyntaxError("text is not closed");
    let slashes = 0;
    while (text[quote - 1 - slashes] === "\\") slashes += 1;
    at = quote + 1;
    if (slashes % 2 === 0) return at;
  }
}

function endOfValue(text: string, position: number): number {
  const first = text[position];
  if (first === '"') return endOfString(text, position);
  if (first !== "{" && first !== "[") {
    let at = position;
    while (at < text.length && !",}] \t\n\r".includes(text[at] ?? ",")) at += 1;
    return at;
  }
  let depth = 0;
  let at = position;
  while (at < text.length) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at);
    else {
      if (character === "{" || character === "[") depth += 1;
      else if (character === "}" || character === "]") depth -= 1;
      at += 1;
      if (depth === 0) return at;
      if (depth > DEPTH) throw new SyntaxError(`a value is deeper than ${DEPTH} levels`);
    }
  }
  throw new SyntaxError("the value is not closed");
}
