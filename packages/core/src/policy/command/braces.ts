const LIST = /^\{([\w./:=@%+-]*(?:,[\w./:=@%+-]*)+)\}$/;
const NUMBERS = /^\{(-?(?:0|[1-9]\d{0,5}))\.\.(-?(?:0|[1-9]\d{0,5}))\}$/;
const LETTERS = /^\{([a-z])\.\.([a-z])\}$|^\{([A-Z])\.\.([A-Z])\}$/;
const MAXIMUM_WORDS = 64;

/** What bash makes of a brace expansion such as `{a,b}` or `{1..3}`; undefined where it holds anything else than plain text. */
export function expandBraces(text: string): readonly string[] | undefined {
  const list = LIST.exec(text)?.[1];
  if (list !== undefined) return limited(list.split(","));
  const numbers = NUMBERS.exec(text);
  if (numbers !== null) return range(Number(numbers[1]), Number(numbers[2]), String);
  const letters = LETTERS.exec(text);
  if (letters === null) return undefined;
  const [from, to] = [letters[1] ?? letters[3] ?? "", letters[2] ?? letters[4] ?? ""];
  return range(from.charCodeAt(0), to.charCodeAt(0), (code) => String.fromCharCode(code));
}

function range(
  from: number,
  to: number,
  write: (item: number) => string,
): readonly string[] | undefined {
  const count = Math.abs(to - from) + 1;
  if (count > MAXIMUM_WORDS) return undefined;
  const step = to < from ? -1 : 1;
  return Array.from({ length: count }, (_item, index) => write(from + index * step));
}

function limited(words: readonly string[]): readonly string[] | undefined {
  return words.length > MAXIMUM_WORDS ? undefined : words;
}
