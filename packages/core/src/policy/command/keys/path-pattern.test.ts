import { describe, expect, it } from "vitest";
import { nameOfTruth, type TruthName } from "../../truth.ts";
import { isWithin, mayMatch, pathPattern, type Start, touchedPath } from "./path-pattern.ts";

const ANYWHERE: Start = { folder: undefined, moved: false };

function both(pattern: string, path: string, start = ANYWHERE): [TruthName, TruthName] {
  const files = pathPattern(pattern);
  return [
    nameOfTruth(mayMatch(files, touchedPath(path, start), start)),
    nameOfTruth(isWithin(files, path, start)),
  ];
}

describe("a path that a command touches", () => {
  it.each<[string, string, TruthName, TruthName]>([
    ["/etc", "/etc", "true", "true"],
    ["/etc", "/etc/x/y", "true", "true"],
    ["/etc", "/etcx", "false", "false"],
    ["/etc", "/", "uncertain", "false"],
    ["/etc/x", "/etc", "uncertain", "false"],
    ["/etc/x", "/etc/y", "false", "false"],
    ["/etc/", "/etc/x", "true", "true"],
    ["/etc//x", "/etc/x", "true", "true"],
    ["/etc/./x", "/etc/x", "true", "true"],
    ["/etc", "/etc/../x", "uncertain", "uncertain"],
    ["/etc", "/x/../etc/y", "true", "uncertain"],
    ["/etc", "/x/../y", "uncertain", "uncertain"],
    ["/x", "/x/..", "uncertain", "uncertain"],
    ["/", "/x", "true", "true"],
    ["/", "/", "true", "true"],
    ["/**", "/x", "true", "true"],
    ["/etc/*.conf", "/etc/a.conf", "true", "true"],
    ["/etc/*.conf", "/etc/a/b.conf", "false", "false"],
    ["/etc/*.conf", "/etc/a.conf/x", "true", "true"],
    ["/etc/**/x", "/etc/x", "true", "true"],
    ["/etc/**/x", "/etc/a/b/x", "true", "true"],
    ["/etc/**/x", "/etc/a/b/y", "uncertain", "false"],
    ["/etc/?", "/etc/a", "true", "true"],
    ["/etc/?", "/etc/ab", "false", "false"],
    ["/etc/[ab]", "/etc/a", "true", "uncertain"],
    ["/etc/[ab]", "/etc/ab", "false", "false"],
    ["/etc/[ab]", "/etc/c", "true", "uncertain"],
    ["/etc/x", "/etc/*", "true", "uncertain"],
    ["/etc/x", "/etc/y*", "false", "uncertain"],
    ["/etc/x", "/e*", "uncertain", "uncertain"],
    ["/etc/x", "/e*/x", "true", "uncertain"],
    ["/etc/*x", "/etc/y*", "true", "uncertain"],
    ["/etc/*x", "/etc/*y", "false", "uncertain"],
    ["/etc/a*c", "/etc/ab*", "true", "uncertain"],
    ["/etc/a?c", "/etc/*b*", "true", "uncertain"],
    ["/etc/x", "/etc/[x]", "true", "uncertain"],
    ["/etc/x", "/etc/{x,y}", "false", "uncertain"],
    ["/etc", "/etc/{x,y}", "true", "true"],
    ["/etc", "/etc/*", "true", "true"],
    ["/etc", "/etc/.*", "true", "uncertain"],
    ["/etc", "/etc/x/.*", "true", "uncertain"],
    ["/etc", ".*", "false", "uncertain"],
    ["/etc/x", "/etc/\\x", "false", "uncertain"],
    ["src", "src", "true", "true"],
    ["src", "src/a", "true", "true"],
    ["src", "lib/a", "false", "false"],
    ["src", "./src/a", "true", "true"],
    ["./src", "src/a", "true", "true"],
    ["src", "/w/src/a", "true", "uncertain"],
    ["src", "/w/lib/a", "uncertain", "uncertain"],
    ["src", "../src", "uncertain", "uncertain"],
    ["src", "..x", "false", "false"],
    ["src", "/w/src", "true", "uncertain"],
    ["src/*.ts", "src/a.ts", "true", "true"],
    ["src/*.ts", "src/a.js", "false", "false"],
    ["*.ts", "a.ts", "true", "true"],
    ["*.ts", "x/a.ts", "false", "false"],
    ["**/*.ts", "x/a.ts", "true", "true"],
    ["**/*.ts", "/x/a.ts", "true", "uncertain"],
    ["src", ".", "uncertain", "false"],
    [".", "src", "true", "true"],
    [".", ".", "true", "true"],
    ["src", "~/src", "true", "uncertain"],
    ["src", "", "uncertain", "uncertain"],
    ["/etc/shadow", "shadow", "uncertain", "uncertain"],
    ["/etc/shadow", "x/shadow", "uncertain", "uncertain"],
    ["/etc/shadow", "shad*", "uncertain", "uncertain"],
    ["/etc/shadow", "notes", "false", "uncertain"],
    ["/etc/**", "notes", "false", "uncertain"],
    ["~", "~", "true", "true"],
    ["~", "~/x", "true", "true"],
    ["~/.ssh", "~/.ssh/id", "true", "true"],
    ["~/.ssh", "/root/.ssh/id", "true", "false"],
    ["~/.ssh", "/home/me/.ssh/id", "true", "false"],
    ["~/.ssh", "/Users/me/.ssh/id", "true", "false"],
    ["~/.ssh", "/home/me/x/.ssh/id", "false", "false"],
    ["~/.ssh", "/home/.ssh", "uncertain", "false"],
    ["~/.ssh", "/srv/me/.ssh/id", "false", "false"],
    ["~/.ssh", ".ssh/id", "uncertain", "uncertain"],
    ["~/.ssh", "x/id", "false", "uncertain"],
    ["~/.ssh", "~me/.ssh/id", "true", "uncertain"],
    ["/etc", "~/x", "false", "uncertain"],
    ["/etc", "~me/x", "uncertain", "uncertain"],
    ["/home/me", "~/x", "false", "uncertain"],
    ["~/.ssh", "~/.*", "true", "uncertain"],
    [".", "~me/x", "true", "uncertain"],
    [".", "~-/x", "true", "uncertain"],
    ["x", "~me/y", "uncertain", "uncertain"],
    ["**/.env", "HEAD:.env", "true", "false"],
    ["**/.env", ":0:.env", "true", "false"],
    ["**/.env", "HEAD@{9:00:00}:.env", "true", "uncertain"],
    ["~/.ssh", "h:/home/me/.ssh/a:b", "true", "uncertain"],
  ])("may be one of %j: %j is maybe %s, surely %s", (pattern, path, maybe, surely) => {
    expect(both(pattern, path)).toStrictEqual([maybe, surely]);
  });

  it.each<[string, string, string, boolean, TruthName, TruthName]>([
    ["/etc/shadow", "notes", "/etc", false, "false", "false"],
    ["/etc/shadow", "shadow", "/etc", false, "true", "true"],
    ["/etc/shadow", "shadow", "/w", false, "false", "false"],
    ["/etc/shadow", "shadow", "/etc", true, "uncertain", "uncertain"],
    ["/etc/shadow", "notes", "", true, "uncertain", "uncertain"],
    ["/etc/shadow", "/etc/shadow", "/w", true, "true", "true"],
    ["/etc", "~/x", "/etc", false, "false", "uncertain"],
    ["src", "a", "/src", false, "true", "uncertain"],
    ["src", "src/a", "", true, "true", "uncertain"],
    ["src", "src/a", "/w", false, "true", "uncertain"],
    ["/w/src", "src/a", "/w", false, "true", "true"],
    ["/w/src", "../src/a", "/w", false, "uncertain", "uncertain"],
  ])(
    "may be one of %j: %j from %j (left: %s) is maybe %s, surely %s",
    (pattern, path, folder, moved, maybe, surely) => {
      const start = { folder: folder === "" ? undefined : folder, moved };
      expect(both(pattern, path, start)).toStrictEqual([maybe, surely]);
    },
  );

  it("is taken for any file where it is too long to compare", () => {
    expect(both("/", `/${"x".repeat(1023)}`)).toStrictEqual(["true", "true"]);
    expect(both("/", `/${"x".repeat(1024)}`)).toStrictEqual(["true", "uncertain"]);
    expect(both("/y", "/x".repeat(62))).toStrictEqual(["false", "false"]);
    expect(both("/y", "/x".repeat(63))).toStrictEqual(["uncertain", "uncertain"]);
    expect(both("/y", "/x".repeat(64))).toStrictEqual(["true", "uncertain"]);
  });
});
