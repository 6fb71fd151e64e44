/**
 * What a key says of the value under it: a path, several paths, a directory that other paths may start at, a text
 * that may be a path, a text that is meant to be read, or nothing.
 */
export type PathKeyMeaning = "path" | "paths" | "base" | "likely" | "content" | "other";

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

const SINGULAR = words("path file filename filepath pathname");
const PLURAL = words(
  "paths files filenames filepaths pathnames dirs directories folders roots basedirs",
);
const BASES = words("dir directory folder cwd root basedir rootdir workdir workspace basepath");
const LIKELY = words(
  `source src sources destination dest dst target targets from to uri uris location
   link symlink input inputs output outputs old new left right archive resource resources name names`,
);
const CONTENT = words(
  `content contents text texts body message data description comment note notes title summary prompt
   query sql pattern patterns regex replacement code diff patch command cmd script html markdown str string`,
);
/** A key that ends in one of these is about a path, and does not hold one. */
const ABOUT = words(
  "id ids size type types mode count format encoding hash checksum line lines extension version permissions",
);
const NUMBERED = /\d+$/;
/** `outfile`, `logdir`, `fullpath`; a profile is none. */
const COMPOUND = /(?<!pro)(?:path|file|filename|folder|dir|directory)(s?)$/;
const HINT =
  /path|file|dir|folder|cwd|root|work|base|^(?:source|src|dest|dst|target|from$|to$|uri|location|link|symlink|input|output|old|new|left|right|names?$)|archive|resource|source|src|dest|target|content|text|body|mess|data|desc|comment|note|title|summ|prompt|query|sql|pattern|regex|repl|code|diff|patch|command|cmd|script|html|mark|str/i;
/** No tool names an argument at such length. */
const LONGEST_KEY = 128;

/** What a key says of the value under it. */
export function meaningOfPathKey(key: string): PathKeyMeaning {
  if (key.length > LONGEST_KEY || !HINT.test(key)) return "other";
  const parts = key
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]/)
    .map((part) => part.toLowerCase().replace(NUMBERED, ""))
    .filter((part) => part !== "");
  const last = parts.at(-1) ?? "";
  if (CONTENT.has(last)) return "content";
  if (ABOUT.has(last)) return "other";
  const compound = COMPOUND.exec(last)?.[1];
  const listed = parts.some((part) => PLURAL.has(part)) || compound === "s" || last === "list";
  const based = parts.some((part) => BASES.has(part)) || /(?:dir|folder|directory)$/.test(last);
  const named = parts.some((part) => SINGULAR.has(part)) || (compound === "" && !based);
  if (listed) return named || based || last !== "list" ? "paths" : "other";
  if (based && !named) return "base";
  if (named) return "path";
  // A user's or a tool's name is no file's.
  return LIKELY.has(last) && (parts.length === 1 || !last.startsWith("name")) ? "likely" : "other";
}
