import { describe, expect, it } from "vitest";
import { PathForm } from "./path-form.ts";
import { parsePathGlob } from "./path-glob.ts";

function matches(pattern: string, path: string, anyCase = false): boolean {
  const glob = parsePathGlob(pattern);
  if (typeof glob === "string") throw new Error(glob);
  const [form, base] = [new PathForm(path), new PathForm("/work")];
  return anyCase ? glob.matchesAnyCase(form, base) : glob.matches(form, base);
}

describe("a pattern of paths", () => {
  it.each([
    ["/etc/**", "/etc", true],
    ["/etc/**", "/etc/a/b", true],
    ["/etc/**", "/etcetera", false],
    ["/etc/*", "/etc/a", true],
    ["/etc/*", "/etc/a/b", false],
    ["/etc/pass?d", "/etc/passwd", true],
    ["**/.ssh/**", "/home/a/.ssh/id", true],
    ["**/.ssh/**", "/home/a/.ssh", true],
    ["**/.ssh/**", "/.ssh/x", true],
    ["**/.ssh/**", "/home/a/.sshd/x", false],
    ["**/.env*", "/a/b/.env.local", true],
    ["**/.env*", "/a/.env/b", false],
    ["**/a/**/b", "/x/a/b", true],
    ["**/a/**/b", "/x/a/y/a/z/b", true],
    ["**/a/*/b", "/a/b/a/c/b", true],
    ["**/a/*/b", "/a/b/b/b/c", false],
    ["./src/**", "/work/src/a", true],
    ["./src/**", "/other/src/a", false],
    ["./**", "/work", true],
    ["~/.aws/**", "/root/.aws/x", true],
    ["~/.aws/**", "/home/ann/.aws/x", true],
    ["~/.aws/**", "/Users/ann/.aws", true],
    ["~/.aws/**", "/home/ann/x/.aws/x", false],
    ["/**", "/", true],
    ["/**", "./x", false],
    ["/a/", "/a", true],
  ])("%s over %s: %s", (pattern, path, expected) => {
    expect(matches(pattern, path)).toBe(expected);
  });

  it("tells case apart unless it is told not to", () => {
    expect(matches("/etc/**", "/ETC/x")).toBe(false);
    expect(matches("/etc/**", "/ETC/x", true)).toBe(true);
    expect(matches("./Src/*", "/WORK/src/x", true)).toBe(true);
  });

  it("counts a character that folding makes two of as one too", () => {
    expect(matches("/a/?", "/a/ﬁ", true)).toBe(true);
    expect(matches("/a/??", "/a/ﬁ", true)).toBe(true);
    expect(matches("/a/?", "/b/ﬁ", true)).toBe(false);
  });

  it.each([
    ["*.pem", 'must start with "/", "./", "~/" or "**/"; write "**/*.pem" for any place'],
    ["src/**", "must start with"],
    ["/a/{b,c}", "no part of patterns"],
    ["/a/[bc]", "no part of patterns"],
    ["/a\\b", "no part of patterns"],
    ["/a/../b", "dot segment"],
    ["/a/./b", "dot segment"],
    ["/a//b", "empty segment"],
    ["/a**b", '"**" inside a segment'],
    ["/a/b**", '"**" inside a segment'],
    [`/${"a".repeat(512)}`, "has 513 characters; at most 512"],
  ])("%s is refused with a way to mend it", (pattern, words) => {
    expect(parsePathGlob(pattern)).toContain(words);
  });

  it("may be as long as it says", () => {
    expect(matches(`/${"a".repeat(511)}`, `/${"a".repeat(511)}`)).toBe(true);
  });

  it("takes little time over the worst path for it", () => {
    const path = `/${"a/".repeat(2000)}b`;
    const start = performance.now();
    for (const pattern of ["**/a/a/a/a/c", "**/*a*a*a*a*c/**", `**/${"a/".repeat(200)}c`])
      expect(matches(pattern, path)).toBe(false);
    expect(matches("**/*a*a*a*a*c", `/${"a".repeat(4000)}`)).toBe(false);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
