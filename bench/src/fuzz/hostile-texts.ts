import { filled, type HostileKind, kind, mixed, sizeUpTo } from "./hostile-input.ts";

const TOOL = "tools.run";
const MOST = 1_000_000;

const text = (name: string, piece: string, most = MOST): HostileKind =>
  kind(name, TOOL, "text", (random) => filled(sizeUpTo(most, random), piece));

const mixture = (name: string, pieces: readonly string[]): HostileKind =>
  kind(name, TOOL, "text", (random) => mixed(sizeUpTo(MOST, random), pieces, random));

/** Texts that are long, dear to normalise, or almost what a rule looks for. */
export const TEXTS: readonly HostileKind[] = [
  text("one letter again and again", "a"),
  text("letters and one wrong end", `${"a".repeat(5000)}!`),
  text("near misses of literals", "needle-1needle-12needle-99needl"),
  mixture("near misses, mixed", [
    "needle-",
    "needle-1",
    "nee",
    "dle",
    "dropdrop tabl",
    "rm -r ",
    "DROP  TABL",
  ]),
  mixture("near misses of patterns", [
    "xx",
    "xxxx",
    "y",
    "select ",
    "unio",
    "ab1",
    "a1.",
    "AKIA",
    "0x",
  ]),
  text("what a backtracking engine would choke on", `${"x".repeat(30)} `),
  text("combining marks", "e\u0301\u0316\u0317\u0300"),
  text("one letter under very many marks", `a${"\u0300\u0316".repeat(5000)}`),
  mixture("marks out of order", ["\u0300", "\u0316", "\u0345", "a", "\u3099"]),
  text("characters that unfold", "\ufdfa"),
  text("Hangul to compose", "\u1100\u1161\u11a8"),
  text("full-width letters", "\uff44\uff52\uff4f\uff50"),
  text("invisible characters", "\u200b\u2060\ufeff"),
  mixture("invisible characters in words", ["n\u200be", "e\u200dd", "l\u00ade", "-\u2060"]),
  text("white space", " \t\u00a0\u2003"),
  text("lone surrogates", "\ud800a\udc00"),
  text("letters that change length in lower case", "\u0130"),
  text("emoji families", "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}"),
  text("escapes", String.raw`\u0061\x41%61&#97;`),
  text("base64", "QUJDREVG"),
];
