import type { Random } from "../random.ts";
import { filled, type HostileKind, kind, mixed, sizeUpTo } from "./hostile-input.ts";

const MOST = 200_000;

const path = (name: string, make: (size: number, random: Random) => string): HostileKind =>
  kind(name, "files.write", "path", (random) => make(sizeUpTo(MOST, random), random));

const url = (name: string, make: (size: number, random: Random) => string): HostileKind =>
  kind(name, "http.get", "url", (random) => make(sizeUpTo(MOST, random), random));

const again =
  (start: string, piece: string, end = "") =>
  (size: number): string =>
    `${start}${filled(size, piece)}${end}`;

const PATH_PIECES = [
  "..",
  "/",
  ".",
  "%2e",
  "%252e",
  "\\",
  "~",
  "\0",
  "a",
  "//",
  "*",
  "C:",
  "file:",
  "\u2024",
  "%c0%ae",
];
const URL_PIECES = [
  "http://",
  "@",
  ":",
  "/",
  "?",
  "#",
  "%",
  "%2e",
  "[",
  "]",
  "0x7f",
  "127.",
  "localhost",
  ".",
  "\u3002",
  "xn--",
  "\t",
  "\\",
  "é",
];

/** Paths and URLs that take long to resolve. */
export const PLACES: readonly HostileKind[] = [
  path("ups", again("/workspace/", "../")),
  path("ups and downs", again("/workspace/", "a/../")),
  path("slashes", again("/", "/")),
  path("dots", again("/", "./")),
  path("encoded ups", again("/workspace/", "%2e%2e/")),
  path("encodings of encodings", again("/workspace/%", "25", "2e")),
  path("percent signs", again("/", "%")),
  path("backslashes", again("C:", "\\..")),
  path("a long name", again("/workspace/", "a")),
  path("many folders", again("/workspace/", "a/")),
  path("stars", again("/", "*a")),
  path("homes", again("", "~/")),
  path("invisible names", again("/", "\u200b.\u200b./")),
  path("pieces of paths", (size, random) => mixed(size, PATH_PIECES, random)),
  kind("many paths", "files.write", "paths", (random) =>
    Array.from(
      { length: sizeUpTo(20_000, random) },
      (_, at) => `/workspace/${"../".repeat(at % 9)}x`,
    ),
  ),
  url("labels", again("http://", "a.", "example.com/")),
  url("user names", again("http://", "a@", "example.com/")),
  url("ports", again("http://example.com", ":8")),
  url("international labels", again("http://", "\u00e9.", "example.com/")),
  url("encoded labels", again("http://", "xn--a.", "example.com/")),
  url("punycode that decodes at length", again("http://xn--", "a9")),
  url("encoded hosts", again("http://", "%61", "/")),
  url("brackets", again("http://[", ":1", "]/")),
  url("numbers for hosts", again("http://0x", "7f")),
  url("a long query", again("http://example.com/?", "a=%41&")),
  url("ups", again("http://example.com/", "../")),
  url("tabs", again("ht\ttp://", "\t\n", "example.com")),
  url("URLs in text", again("see ", "http://a.example/ or //b ")),
  url("pieces of URLs", (size, random) => mixed(size, URL_PIECES, random)),
  kind("many URLs", "http.get", "urls", (random) =>
    Array.from({ length: sizeUpTo(20_000, random) }, (_, at) => `http://h${at}.\u00e9xample/`),
  ),
];
