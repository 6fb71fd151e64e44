const OPERATOR = /^(?:\d*(?:[<>]+&?|&>+)\d*|[|&;\n]+)$/;
const EXPANDED = /^(?:\$|`|<\()/;
/** An operator without a space beside a word, as in `;sh` or `x|`. */
const BESIDE = /^[|&;]\S+$|^\S+[|&;]$/;
const GROUP = /^(?:[({!]|if|for|while|until|case|select|function|time|coproc)$/;

/**
 * Why an argument vector would be more than one command if a tool joined it into a line for a shell,
 * as `["ls", "|", "sh"]`, or undefined where nothing says so.
 */
export function splicedWord(words: readonly string[]): string | undefined {
  const word =
    words.find((item) => OPERATOR.test(item) || EXPANDED.test(item) || BESIDE.test(item)) ??
    words.slice(0, 1).find((item) => GROUP.test(item));
  return word === undefined ? undefined : `"${word}" has a meaning if its words become one line`;
}
