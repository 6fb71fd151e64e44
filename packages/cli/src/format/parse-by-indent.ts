import { Composer, type CST, type Document, Parser } from "yaml";

type Block = CST.BlockMap | CST.BlockSequence;

/**
 * Reads YAML so that each comment line belongs to what stands at its depth. The parser alone gives all comment lines
 * after a list or mapping to it, and the empty lines after those, if one of them is as deep.
 */
export function parseByIndent(text: string): Document {
  const tokens = [...new Parser().parse(text)];
  for (const token of tokens)
    if (token.type === "document" && isBlock(token.value))
      token.end = [...release(token.value), ...(token.end ?? [])];
  const [document] = new Composer({ version: "1.2", merge: false }).compose(tokens, true);
  if (document === undefined) throw new Error("a stream without documents was to be formatted");
  return document;
}

/**
 * Takes out of a block what stands at its end but belongs to what comes after it: comment lines that are less deep,
 * and empty lines. To the parser too, a comment after a block without indentation is never its own.
 */
function release(block: Block): CST.SourceToken[] {
  for (const [index, { value }] of block.items.entries()) {
    const released = isBlock(value) ? release(value) : [];
    if (released.length === 0) continue;
    const next = block.items[index + 1];
    if (next === undefined) block.items.push({ start: released });
    else next.start.unshift(...released);
  }
  const last = block.items.at(-1);
  if (last === undefined || "key" in last || "value" in last || last.sep) return [];
  const isOwn = (token: CST.SourceToken): boolean =>
    token.type !== "comment" || (token.indent >= block.indent && block.indent > 0);
  const foreign = last.start.findIndex((token) => !isOwn(token));
  const before = foreign === -1 ? last.start : last.start.slice(0, foreign);
  const lastOwn = before.findLastIndex((token) => token.type === "comment");
  // The line of a comment ends with the token after it.
  return last.start.splice(lastOwn === -1 ? 0 : lastOwn + 2);
}

function isBlock(token: CST.Token | null | undefined): token is Block {
  return token?.type === "block-map" || token?.type === "block-seq";
}
