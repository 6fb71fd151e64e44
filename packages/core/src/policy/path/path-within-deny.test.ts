import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../encoding/json.ts";
import { truthOf } from "../../../test/judge.ts";
import { toldFiles } from "../../../test/told-files.ts";

const files = toldFiles();
const deny = (payload: JsonObject, directory = "/etc"): string =>
  truthOf("restrict", `path_within: "${directory}"`, { payload, files });

const denyEnv = (payload: JsonObject): string =>
  truthOf("restrict", 'path_matches: "**/.env"', { payload, files });

describe("path_within in a deny rule", () => {
  it.each([
    "/etc/passwd",
    "/etc",
    "//etc//passwd",
    "/tmp/../etc/passwd",
    "../etc/passwd",
    "/ETC/passwd",
    "/ｅｔｃ/passwd",
    "/etc\u200b/passwd",
    "/%65tc/passwd",
    "/%2565tc/passwd",
    "/tmp/%2e%2e/etc/passwd",
    "..%2f..%2fetc",
    "\\etc\\passwd",
    "C:\\etc\\passwd",
    "/etc./passwd",
    "/etc /passwd",
    " /etc/passwd",
    "file:///etc/passwd",
    "file:/etc/passwd",
    "FILE://localhost/etc/passwd?x",
    "file:///%65tc/passwd",
    "/proc/self/root/etc/passwd",
    "/proc/1/task/1/root/etc",
    "..;/etc/passwd",
  ])("holds for %j", (path) => {
    expect(deny({ path })).toBe("true");
  });

  it.each([
    "..%c0%afetc/passwd",
    "..%u2215x",
    "a\0",
    "~root/x",
    "$DIR/passwd",
    "$(echo /etc)/x",
    "\\\\host\\share",
    "/proc/self/cwd/x",
    "/dev/fd/3",
    "jar:file:///x!/y",
    "php://filter/resource=/x",
    "x".repeat(5000),
  ])("cannot tell of %j", (path) => {
    expect(deny({ path })).not.toBe("false");
  });

  it.each([
    "/workspace/etc/passwd",
    "/etcetera/x",
    "notes.md",
    "~/notes.md",
    "$HOME/notes.md",
    "https://example.com/etc/passwd",
    "routes/$postId.tsx",
    "a/b/c",
  ])("does not hold for %j", (path) => {
    expect(deny({ path })).toBe("false");
  });

  it("does not know whose home a path is in", () => {
    expect(deny({ path: "~/x" }, "/home/alice")).toBe("uncertain");
    expect(deny({ path: "~/../x" })).toBe("uncertain");
    expect(deny({ path: "$HOME/x" }, "/root")).toBe("uncertain");
  });

  it("looks at every value that is meant as a path", () => {
    expect(deny({ deep: [{ any: "/etc/passwd" }] })).toBe("true");
    expect(deny({ paths: ["a", ["/etc/x"]] })).toBe("true");
    expect(deny({ cwd: "/etc", path: "passwd" })).toBe("true");
    expect(deny({ cwd: "/", path: "etc/passwd" })).toBe("true");
    expect(deny({ path: 5 })).toBe("uncertain");
    expect(deny({ path: "a", content: "copies /etc/passwd, line by line" })).toBe("false");
  });

  it("joins relative paths and directories to the directories beside them, and no others", () => {
    expect(deny({ cwd: "/etc", dir: "keys" }, "/etc/keys")).toBe("true");
    expect(deny({ cwd: "/etc", path: "keys/a:b" }, "/etc/keys")).toBe("true");
    expect(deny({ cwd: "/etc", path: "/keys/a" }, "/etc/keys")).toBe("false");
    expect(deny({ cwd: "", path: "etc/passwd" })).toBe("false");
    const prose = "/keys/x is where all the keys of all the people are";
    expect(deny({ cwd: "/etc", path: "a", any: prose }, "/etc/keys")).toBe("false");
    const url = { payload: { cwd: "/etc", path: "https://keys/x" }, files };
    expect(truthOf("restrict", 'path_matches: "/etc/*/keys/**"', url)).toBe("false");
  });

  it("takes no word for a path that stands where none is expected", () => {
    expect(deny({ path: "a", any: "notes" }, "./notes")).toBe("false");
    expect(deny({ content: "hello" }, ".")).toBe("uncertain");
    expect(deny({ path: "a", source: "notes" }, "./notes")).toBe("true");
    expect(deny({ path: "a", source: "notes\n" }, "./notes")).not.toBe("false");
  });

  it("is uncertain where one path is, whatever the others are", () => {
    expect(deny({ paths: ["$DIR/a", "b"] })).toBe("uncertain");
    expect(deny({ paths: ["$DIR/a", "/etc/b"] })).toBe("true");
    const nowhere = { ...files, workingDirectory: () => undefined };
    expect(
      truthOf("restrict", "path_within: /etc", { payload: { path: "a" }, files: nowhere }),
    ).toBe("uncertain");
    const call = { payload: { path: "/broken/x" }, files: toldFiles({ "/broken": "" }) };
    expect(truthOf("restrict", "path_within: /etc", call)).toBe("uncertain");
  });

  it("looks at what may be a path, and is not uncertain because of it", () => {
    expect(denyEnv({ path: "a", args: ["x", "app/.env"] })).toBe("true");
    expect(denyEnv({ path: "a", any: ".ENV" })).toBe("true");
    expect(denyEnv({ path: "a", any: "app\\.env" })).toBe("true");
    expect(deny({ cwd: "/", args: ["etc/passwd"], path: "a" })).toBe("true");
    expect(
      denyEnv({ path: "a", type: "text/plain", image: "ab/%c0%af+/=", $: "src/$HOME/**" }),
    ).toBe("false");
    const tokens = Array.from({ length: 3000 }, (_, index) => `owner/repository-${index}`);
    expect(denyEnv({ path: "a", tokens })).toBe("uncertain");
    expect(denyEnv({ path: "a", tokens: tokens.slice(0, 300) })).toBe("false");
  });

  it("is not escaped by words and lines that a tool would resolve away", () => {
    for (const text of ["/a b c d e f g h/../etc/x", "/          \n/../etc/x", "/ \n/../etc/x"]) {
      expect(deny({ path: "a", any: text })).toBe("true");
      expect(deny({ path: "a", source: text })).toBe("true");
    }
    expect(deny({ path: "a", source: "const a = 1;\nconst b = 2;" })).toBe("false");
    expect(deny({ path: "a", any: "remember to look at and/or keep the list" })).toBe("false");
  });

  it("is not escaped by many paths or long ones", () => {
    const many = Array.from({ length: 129 }, (_, index) => `a${index}`);
    expect(deny({ paths: many })).toBe("uncertain");
    expect(deny({ paths: many.slice(0, 128) })).toBe("false");
    expect(deny({ paths: Array.from({ length: 5 }, (_, i) => `${i}${"x".repeat(4000)}`) })).toBe(
      "uncertain",
    );
  });

  it("knows nothing of a payload without a path, unless the rule is broad", () => {
    expect(deny({ n: 1 })).toBe("uncertain");
    const call = { payload: { n: 1 }, files, pattern: "tool.*" };
    expect(truthOf("restrict", "path_within: /etc", call)).toBe("false");
    const number = { ...call, payload: { path: 5 } };
    expect(truthOf("restrict", "path_within: /etc", number)).toBe("uncertain");
  });
});
