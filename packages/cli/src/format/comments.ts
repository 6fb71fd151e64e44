import { type Document, isScalar, type Pair, type YAMLMap } from "yaml";

/** What editors look for to find a file's schema; it stays at the top. */
const MODELINE = /^ ?yaml-language-server:/;

/** The line by which editors find the schema of policies. */
const SCHEMA_MODELINE = " yaml-language-server: $schema=https://capfence.dev/schema/policy-v1.json";

/**
 * Gives what stands above the first key to whom it belongs, before keys change places: the paragraph right
 * above the key to the key, modelines and paragraphs before that to the file.
 */
export function settleHeader(document: Document, root: YAMLMap): void {
  const key = keyOf(root.items[0]);
  if (key === undefined) return;
  const above = key.commentBefore ?? "";
  const lines = above === "" ? [] : above.split("\n");
  const modelines = lines.filter((line) => MODELINE.test(line));
  const paragraphs = lines
    .filter((line) => !MODELINE.test(line))
    .join("\n")
    .split(/\n{2,}/);
  const own = paragraphs.pop() ?? "";
  const header = [
    document.commentBefore ?? "",
    modelines.join("\n"),
    paragraphs.join("\n\n").replace(/^\n+/, ""),
  ].filter((part) => part !== "");
  document.commentBefore = header.length === 0 ? null : header.join("\n\n");
  key.commentBefore = own.replace(/^\n+/, "") || null;
}

/** Adds the line by which editors find the schema, unless there is one. */
export function addModeline(document: Document): void {
  const lines = (document.commentBefore ?? "").split("\n");
  if (lines.some((line) => MODELINE.test(line))) return;
  const rest = document.commentBefore ?? "";
  document.commentBefore = rest === "" ? SCHEMA_MODELINE : `${SCHEMA_MODELINE}\n\n${rest}`;
}

/** The node of a pair's key. */
export function keyOf(
  pair: Pair | undefined,
): { commentBefore?: string | null; spaceBefore?: boolean; readonly value: unknown } | undefined {
  return isScalar(pair?.key) ? pair.key : undefined;
}
