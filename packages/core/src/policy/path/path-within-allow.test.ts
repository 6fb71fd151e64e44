import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../encoding/json.ts";
import { truthOf } from "../../../test/judge.ts";
import { toldFiles } from "../../../test/told-files.ts";

const files = toldFiles();
const allow = (payload: JsonObject, directory = "."): string =>
  truthOf("permit", `path_within: "${directory}"`, { payload, files });

describe("path_within in an allow rule", () => {
  it.each([
    "notes.md",
    "./a/b",
    "/workspace",
    "/workspace/",
    "/workspace/./a//b",
    "a/../b",
    "Annual report (final).pdf",
    "100%.md",
    "a%20b.txt",
    "caf%C3%A9.txt",
    "naïve-日本-😀.txt",
    "app/[lang]/[[...slug]]/page.tsx",
    "routes/$postId.tsx",
    "lt~obsolete.m4",
    "llama3:70b/log.csv",
    "#1281.snap",
    "dump_0x2f3a.bin",
    "a.b..c...d",
    "½ cup.txt",
    "0x2e/0x2e/x",
  ])("lets %j through", (path) => {
    expect(allow({ path })).toBe("true");
  });

  it.each([
    ["climbing", "../x"],
    ["climbing from within", "a/../../x"],
    ["another place", "/etc/passwd"],
    ["a longer name", "/workspace-evil/x"],
    ["another case", "/WORKSPACE/a"],
    ["nothing", ""],
    ["two slashes", "//workspace/a"],
    ["backslashes", "..\\..\\etc"],
    ["a backslash in a name", "a\\b"],
    ["an encoded dot", "%2e%2e/etc"],
    ["an encoded slash", "..%2fetc"],
    ["an encoded slash after a name", "a%2fb"],
    ["a doubly encoded slash", "..%252fetc"],
    ["a nested encoding", "%%32%65%%32%65/etc"],
    ["an overlong encoding", "..%c0%afetc"],
    ["an overlong encoding of four bytes", "%f0%80%80%ae%f0%80%80%ae/etc"],
    ["an encoding of other decoders", "..%u2215etc"],
    ["bytes that are no text", "a%ff.txt"],
    ["an encoded NUL", "a.txt%00.png"],
    ["too many encodings", `..%${"25".repeat(12)}2fetc`],
    ["a wide percent sign", "..％2fetc"],
    ["hexadecimal slashes", "..0x2f..0x2fetc"],
    ["hexadecimal backslashes", "..0x5c..0x5cetc"],
    ["hexadecimal dots", "0x2e0x2e0x2e/etc"],
    ["a segment that disappears", "a/\u200b/../../etc"],
    ["a full-width backslash", "..＼etc"],
    ["full-width dots and slashes", "．．／etc"],
    ["a two-dot leader", "‥/etc"],
    ["a division slash", "..∕etc"],
    ["a character that holds a slash", "℀"],
    ["a zero-width dot segment", ".\u200b./etc"],
    ["three dots", ".../etc"],
    ["dots and a space", ".. /etc"],
    ["dots and a parameter", "..;/etc"],
    ["a pattern that may be dots", ".?/etc"],
    ["NUL", "a\0b"],
    ["a line break", "a\nb"],
    ["a C1 control", "a\u0085b"],
    ["a home", "~"],
    ["a path in a home", "~/x"],
    ["somebody's home", "~root/x"],
    ["a home below a dot", "./~/x"],
    ["a variable", "$HOME/x"],
    ["a variable in braces", "${HOME}/x"],
    ["a command", "$(pwd)/x"],
    ["a Windows variable", "%USERPROFILE%/x"],
    ["a drive", "C:/x"],
    ["a drive's own folder", "c:x"],
    ["a stream", "a.txt::$DATA"],
    ["a network share", "\\\\host\\share"],
    ["a file URL", "file:///workspace/a"],
    ["a URL", "https://example.com/workspace/a"],
    ["many combining marks", `a${"\u0301".repeat(40)}`],
    ["a long path", `a/${"b".repeat(5000)}`],
  ])("does not let %s through", (_name, path) => {
    expect(allow({ path })).not.toBe("true");
  });

  it.each(["/proc/self/root/workspace", "/proc/1/task/2/cwd/x", "/dev/fd/3", "/dev/stdin"])(
    "does not trust %s, which means something else to every process",
    (path) => {
      expect(allow({ path }, "/")).toBe("uncertain");
      expect(allow({ path: "/proc/version" }, "/")).toBe("true");
    },
  );

  it("asks it of every path", () => {
    expect(allow({ paths: ["a", "b"] })).toBe("true");
    expect(allow({ paths: ["a", "../b"] })).toBe("false");
    expect(allow({ source: "a", destination: "/tmp/b" })).toBe("false");
    expect(allow({ path: "a", options: { output_dir: "/tmp" } })).toBe("false");
    expect(allow({ path: "a", x: "/etc/passwd" })).toBe("false");
  });

  it("joins relative paths to the directories beside them", () => {
    expect(allow({ cwd: "/workspace/a/b", path: "../c" })).toBe("false");
    expect(allow({ cwd: "a/b", path: "c" })).toBe("true");
    expect(allow({ cwd: "/workspace", path: "a/../../b" })).toBe("false");
    expect(allow({ directory: "/etc", filename: "passwd" })).toBe("false");
  });

  it.each<JsonObject>([
    { path: 5 },
    { path: null },
    { path: { toString: "a" } },
    { paths: ["a", 5] },
    { files: [{ name: 1 }] },
    { cwd: 5, path: "a" },
    { cwd: { a: 1 }, path: "a" },
    { paths: { a: 1 }, path: "a" },
    { file: { path: "a" } },
    { path: "a\nb", file: "c" },
  ])("does not know what the paths of %j are", (payload) => {
    expect(allow(payload)).toBe("uncertain");
  });

  it("takes objects in a list of files for what they hold", () => {
    expect(allow({ files: [{ path: "a", content: "x" }] })).toBe("true");
    expect(allow({ files: [{ path: "/etc/x", content: "x" }] })).toBe("false");
    expect(allow({ paths: { first: { path: "a" } } })).toBe("true");
  });

  it("does not take content for a path where a path is", () => {
    expect(allow({ path: "a.ts", content: "/etc/passwd" })).toBe("true");
    expect(allow({ path: "a.ts", content: "see ../b, or /etc\n" })).toBe("true");
    expect(allow({ content: "/etc/passwd" })).toBe("false");
    expect(allow({ path: "a.ts", note: "/remind me to call the people in the office" })).toBe(
      "true",
    );
  });

  it("takes several directories", () => {
    const both = 'path_within: ["./a", /srv/data]';
    const truth = (path: string): string => truthOf("permit", both, { payload: { path }, files });
    expect([truth("a/x"), truth("/srv/data/x"), truth("b")]).toEqual(["true", "true", "false"]);
  });

  it("reads the declared pointers alone where there are any", () => {
    const fields = { path: ["/where"] };
    const truth = (payload: JsonObject): string =>
      truthOf("permit", "path_within: .", { payload, files, fields });
    expect(truth({ where: "a", path: "/etc" })).toBe("true");
    expect(truth({ where: ["a", "/etc"] })).toBe("false");
    expect(truth({ where: { a: "b" } })).toBe("uncertain");
    expect(truth({ where: ["a", 5] })).toBe("uncertain");
    expect(truth({ path: "a" })).toBe("uncertain");
  });

  it("is surely wrong about an empty path, and not sure of one it does not know the start of", () => {
    expect(allow({ path: "" })).toBe("false");
    const nowhere = { ...files, workingDirectory: () => undefined };
    expect(truthOf("permit", "path_within: .", { payload: { path: "a" }, files: nowhere })).toBe(
      "uncertain",
    );
  });

  it("is uncertain where the host has no files", () => {
    expect(truthOf("permit", "path_within: /srv", { payload: { path: "/srv/a" } })).toBe(
      "uncertain",
    );
  });

  it("does not mind what may be a path and may not", () => {
    const payload = { path: "a", include: "src/**/*.ts", url: "https://example.com/a" };
    expect(allow(payload)).toBe("true");
    expect(allow({ path: "a", source: "const a = 1;\nconst b = 2;" })).toBe("true");
    expect(allow({ path: "a", source: "/a\n/../etc/x" })).toBe("uncertain");
    expect(allow({ path: "a", any: "/a b c d e f g/../etc/x" })).toBe("false");
  });
});
