import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../encoding/json.ts";
import { truthOf } from "../../../test/judge.ts";
import type { FileView } from "./file-view.ts";
import { PathLookups } from "./path-lookups.ts";
import { spellingsOf } from "./spellings.ts";

/** A disk that counts what it is asked. */
function countingFiles(): FileView & { readonly asked: string[] } {
  const asked: string[] = [];
  const look = (path: string, answer: string): string => {
    asked.push(path);
    return answer;
  };
  return {
    asked,
    workingDirectory: () => look(".", "/work"),
    realPath: (path) => look(path, path),
  };
}

const names = (count: number, name = "f"): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${name}${index}`);

function truth(side: "restrict" | "permit", payload: JsonObject): string {
  const directory = side === "restrict" ? "/etc" : ".";
  return truthOf(side, `path_within: ${directory}`, { payload, files: countingFiles() });
}

describe("a call with more paths than are judged", () => {
  it.each([
    ["at the end", [...names(256), "/etc/passwd"]],
    ["at the start", ["/etc/passwd", ...names(256)]],
  ])("does not pass a deny rule by one that is denied %s", (_place, paths) => {
    expect(truth("restrict", { paths })).toBe("uncertain");
    expect(truth("permit", { paths })).toBe("uncertain");
  });

  it("does not pass where each is under a key of its own", () => {
    const payload = Object.fromEntries(names(257, "path").map((key) => [key, key]));
    expect(truth("restrict", { ...payload, last_path: "/etc/passwd" })).toBe("uncertain");
    expect(truth("permit", payload)).toBe("uncertain");
  });

  it("does not pass where all are in content, however often one is repeated", () => {
    const files = names(129, "/tmp/f");
    expect(truth("restrict", { text: [...files, "/etc/passwd"] })).toBe("uncertain");
    expect(truth("restrict", { text: files.slice(0, 128) })).toBe("false");
    const repeated = Array.from({ length: 200 }, () => "/tmp/f");
    expect(truth("restrict", { text: [...repeated, "/etc/passwd"] })).toBe("true");
  });

  it("does not pass where directories beside relative paths make them", () => {
    const payload = { dirs: names(2), cwd: "a", workdir: "b", paths: names(60) };
    expect(truth("permit", payload)).toBe("uncertain");
    expect(truth("permit", { ...payload, paths: names(40) })).toBe("true");
  });

  it("is judged while they are as many as the limit says", () => {
    expect(truth("permit", { paths: names(128) })).toBe("true");
    expect(truth("permit", { paths: names(129) })).toBe("uncertain");
    expect(truth("permit", { paths: names(300).map(() => "f") })).toBe("true");
  });

  it("is judged while its paths, what may be paths, and its arguments are within their limits", () => {
    const long = names(4).map((name) => name.padEnd(4096, "x"));
    expect(truth("restrict", { paths: long })).toBe("false");
    expect(truth("restrict", { paths: [...long, "a"] })).toBe("uncertain");
    const hints = ["a/", "b/"].map((name) => name.padEnd(4096, "x"));
    expect(truth("restrict", { path: "a", args: hints })).toBe("false");
    expect(truth("restrict", { path: "a", args: [...hints, "c/"] })).toBe("uncertain");
    expect(truth("restrict", { path: "a", args: names(9000).map(() => "a/b") })).toBe("false");
    const others = (count: number): JsonObject =>
      Object.fromEntries(names(count, "k").map((key) => [key, 1]));
    expect(truth("restrict", { path: "a", ...others(9999) })).toBe("false");
    expect(truth("restrict", { path: "a", ...others(10_000) })).toBe("uncertain");
  });
});

describe("the disk", () => {
  const climbing = names(64).map((name) => `${name}/${"a/x/../".repeat(20)}y`);

  it.each<[string, JsonObject]>([
    ["one path that climbs back and forth", { path: "a/x/../".repeat(580) }],
    ["many such paths", { paths: climbing }],
    ["many encoded paths", { paths: names(120, "%2561/../") }],
  ])("is asked at most 256 times for %s", (_name, payload) => {
    for (const side of ["restrict", "permit"] as const) {
      const files = countingFiles();
      truthOf(side, "path_within: .", { payload, files });
      expect(files.asked.length).toBeLessThanOrEqual(256);
      expect(new Set(files.asked).size).toBe(files.asked.length);
    }
  });

  it("that is asked no more leaves where a path leads unknown", () => {
    const call = { payload: { paths: climbing }, files: countingFiles() };
    expect(truthOf("permit", "path_within: .", call)).toBe("uncertain");
    expect(truthOf("restrict", "path_within: /etc", call)).toBe("uncertain");
  });

  it("answers 256 questions, and the same ones again", () => {
    const files = countingFiles();
    const lookups = new PathLookups(files);
    const asked = names(300, "/").map((path) => lookups.realPath(path));
    expect(asked.filter((real) => real !== undefined)).toHaveLength(256);
    expect([lookups.realPath("/255"), lookups.realPath("/256")]).toEqual(["/255", undefined]);
    expect(files.asked).toHaveLength(256);
  });

  it("is not asked of what cannot be recorded, nor believed when it answers such", () => {
    const files = countingFiles();
    const lookups = new PathLookups(files);
    expect(lookups.realPath("/\ud800")).toBeUndefined();
    expect([lookups.resolved, files.asked]).toEqual([undefined, []]);
    for (const answer of ["/\ud800", "relative", ""])
      expect(new PathLookups({ ...files, realPath: () => answer }).realPath("/a")).toBeUndefined();
  });
});

describe("a long path", () => {
  it("beyond what a system takes has no spellings, and is not understood", () => {
    expect(spellingsOf("a/".repeat(2048)).texts).toContain("a/".repeat(2048));
    expect(spellingsOf(`${"a/".repeat(2048)}b`)).toEqual({
      texts: [],
      doubt: "is longer than 4096 characters",
    });
  });

  it.each([
    ["slashes", "/"],
    ["climbs", "../"],
    ["encoded slashes", "%252f"],
    ["wide letters", "ｅ/"],
    ["streams", "a:b;c. /"],
    ["backslashes", "a\\"],
  ])("of %s has no more spellings than a short one, and none is longer than it", (_name, part) => {
    const short = spellingsOf(part.repeat(3)).texts;
    const path = part.repeat(4096 / part.length);
    const { texts } = spellingsOf(path);
    expect(texts.length).toBeLessThanOrEqual(Math.max(short.length, 8));
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(path.length + 1);
  });

  it("of marks is not taken apart", () => {
    const path = `a${"\u0301".repeat(4000)}`;
    expect(spellingsOf(path)).toEqual({
      texts: [path],
      doubt: "has more combining marks than any name",
    });
  });
});
