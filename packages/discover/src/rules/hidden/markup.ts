import type { Concealment, Look } from "./concealment.ts";

const COMMENT = /<!--(?=(.{0,2000}))/gsu;
/** A link definition of Markdown that no link uses. */
const MARKDOWN_COMMENT =
  /^[ \t]{0,3}\[(?:\/\/|comment|_|#)\]:[ \t]{1,8}(?:#|<>)[ \t]{0,8}(.{0,2000})$/gimu;
const INVISIBLE_STYLE =
  /(?:display\s{0,4}:\s{0,4}none|visibility\s{0,4}:\s{0,4}hidden|opacity\s{0,4}:\s{0,4}0(?![.\d])|font-size\s{0,4}:\s{0,4}0(?![.\d])|<[a-z]{1,12}\s[^<>]{0,200}\bhidden\b[^<>]{0,200}>)/iu;

/** What is shown nowhere once Markdown or HTML is rendered. */
export const markup: Look = (text) => {
  const found: Concealment[] = [];
  for (const [, rest = ""] of [...text.matchAll(COMMENT), ...text.matchAll(MARKDOWN_COMMENT)]) {
    const [said = ""] = rest.split("-->");
    const words = said.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
    const severity = words < 3 ? "low" : "high";
    found.push({ severity, what: "a comment that is not shown where it is rendered", says: said });
  }
  if (INVISIBLE_STYLE.test(text))
    found.push({ severity: "high", what: "markup that is not shown where it is rendered" });
  return found;
};
