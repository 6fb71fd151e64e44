import type { Random } from "../random.ts";
import { filled, type HostileKind, kind, mixed, sizeUpTo } from "./hostile-input.ts";

const SHELL = "shell.execute";
/** Beyond what is parsed, so that the limit is tried from both sides. */
const MOST = 20_000;

const command = (name: string, make: (size: number, random: Random) => string): HostileKind =>
  kind(name, SHELL, "command", (random) => make(sizeUpTo(MOST, random), random));

const nestedIn = (open: string, inner: string, close: string) => (size: number) => {
  const depth = Math.floor((size - inner.length) / (open.length + close.length));
  return `${open.repeat(Math.max(0, depth))}${inner}${close.repeat(Math.max(0, depth))}`;
};

const again = (piece: string) => (size: number) => filled(size, piece);

const PIECES = [
  "$(",
  ")",
  "`",
  "'",
  '"',
  "\\",
  "<<E\n",
  "E\n",
  "{",
  "}",
  ";",
  "&&",
  "|",
  "$((",
  "))",
  " rm ",
  " -rf ",
  "/",
  "*",
  "a=",
  "\n",
  "[[",
  "]]",
  "case ",
  " in ",
  "esac",
  "if ",
  "then ",
  "fi",
  "for ",
  "do ",
  "done",
  "!",
  "~",
  "${",
  "${a:-",
  "#",
  "<(",
  ">&",
  "2>",
  "$'\\x",
  "\t",
  "é",
];

/** Shell commands that a parser finds hard to read. */
export const COMMANDS: readonly HostileKind[] = [
  command("substitutions in substitutions", nestedIn("$(echo ", "rm", ")")),
  command("open substitutions", again("$(")),
  command("back quotes", again("`echo ")),
  command("escaped back quotes", again("\\`")),
  command("arithmetic in arithmetic", nestedIn("$((1+", "1", "))")),
  command("open arithmetic", again("$((")),
  command("parameters in parameters", nestedIn("${a:-", "rm", "}")),
  command("open parameters", again("${a:-")),
  command("subshells", nestedIn("(", "rm", ")")),
  command("open subshells", again("( ")),
  command("groups", nestedIn("{ ", "rm;", " }; ")),
  command("quotes", again(`'a'"b"`)),
  command("open double quotes", again('"$(')),
  command("quotes in every word", again(`r''m -"r"f `)),
  command("backslashes", again("\\")),
  command("line continuations", again("r\\\nm ")),
  command("here documents", again("cat <<E\n$(rm)\nE\n")),
  command("open here documents", again("cat <<A <<B <<C ")),
  command("process substitutions", nestedIn("<(", "rm", ")")),
  command("pipes", again("cat | ")),
  command("lists of commands", again("rm -r x; ")),
  command("redirections", again("> a 2>&1 < b ")),
  command("wrappers", again("sudo env nohup timeout 5 xargs ")),
  command("shells in shells", again("sh -c ")),
  command("find with commands", again("find . -exec rm {} + ")),
  command("braces", again("{a,b}{c,d}")),
  command("open braces", again("{a,")),
  command("ranges in braces", again("{1..999999}")),
  command("globs", again("/*?[a-z]*")),
  command("extended globs", again("+(a|@(b|!(")),
  command("assignments", again("a=$b ")),
  command("conditions", again("if [[ a =~ (b ]]; then ")),
  command("loops", again("for a in b; do ")),
  command("cases", again("case a in (b) ")),
  command("functions", again("f() { f; }; ")),
  command("flags", again("rm -r -f -i -v ")),
  command("short words", again("a ")),
  command("comments", again("# rm\n")),
  command("pieces of grammar", (size, random) => mixed(size, PIECES, random)),
  command("ANSI quotes", again(String.raw`$'\x72\155' `)),
  kind("many arguments", SHELL, "argv", (random) =>
    Array.from({ length: sizeUpTo(100_000, random) }, (_, at) => (at === 0 ? "rm" : `-${at}`)),
  ),
  kind("many commands", SHELL, "commands", (random) =>
    Array.from({ length: sizeUpTo(20_000, random) }, () => "echo $(r\\m -r -f x)"),
  ),
];
