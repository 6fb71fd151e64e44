import { describe, expect, it } from "vitest";
import { truthOf } from "../../../test/judge.ts";
import { toldFiles } from "../../../test/told-files.ts";
import type { FileView } from "./file-view.ts";

const disk = toldFiles({ "/alias": "/real", "/alias/out": "/elsewhere", "/broken": "" });
const truth =
  (side: "restrict" | "permit", files?: FileView) =>
  (condition: string, path: string): string =>
    truthOf(side, condition, { payload: { path }, ...(files && { files }) });
const deny = truth("restrict", disk);
const allow = truth("permit", disk);
const denyRemote = (condition: string, path: string): string =>
  truth("restrict")(`${condition}, paths: remote`, path);

describe("an area of several directories or patterns", () => {
  it.each([
    ["path_within: [/etc, /srv]", "/etc/x"],
    ["path_within: [/etc, /srv]", "/srv/x"],
    ['path_matches: ["/etc/**", "/srv/**"]', "/etc/x"],
    ['path_matches: ["/etc/**", "/srv/**"]', "/srv/x"],
  ])("is all of them: %s has %s", (condition, path) => {
    expect(deny(condition, path)).toBe("true");
    expect(allow(condition, path)).toBe("true");
    expect(allow(condition, "/opt/x")).toBe("false");
  });

  it.each([
    "path_within: [/home/ann, /etc]",
    "path_within: [/etc, ./keys]",
    'path_matches: ["/etc/**", "/home/ann/**"]',
    'path_matches: "./src/**"',
    'path_matches: "/*/x"',
  ])("may be in an unknown home where one of them may: %s", (condition) => {
    expect(deny(condition, "~/x")).toBe("uncertain");
  });

  it("has every home where it is the whole disk", () => {
    expect(deny("path_within: /", "~/x")).toBe("true");
  });

  it.each([
    ["path_within: [/etc, ./keys]", "/srv/keys/x", "uncertain"],
    ["path_within: /keys", "/srv/keys/x", "false"],
    ["path_within: ./keys", "x/keys/y", "false"],
    ['path_matches: ["/etc/**", "./keys/**"]', "/srv/keys/x", "uncertain"],
    ['path_matches: "./keys/**"', "/srv/app/x", "false"],
    ['path_matches: "./keys/**"', "x/keys/y", "false"],
    ['path_matches: "/keys/**"', "/srv/keys/x", "false"],
    ['path_matches: ["**/.env", "/etc/**"]', "../x", "uncertain"],
    ['path_matches: "**/.env"', "../x", "false"],
    ['path_matches: "/etc/**"', "a/b", "false"],
  ])("of another host: whether %s may have %s is %s", (condition, path, expected) => {
    expect(denyRemote(condition, path)).toBe(expected);
  });

  it("has a path in another case, also in letters beyond ASCII", () => {
    expect(deny("path_within: /etc", "/ETC/É")).toBe("true");
    expect(deny('path_matches: "/etc/é*"', "/ETC/É1")).toBe("true");
  });
});

describe("a directory that is a link", () => {
  it("is where it leads", () => {
    expect(deny("path_within: /alias", "/real/x")).toBe("true");
    expect(deny("path_within: /alias", "/x")).toBe("false");
    expect(allow("path_within: /alias", "/alias/x")).toBe("true");
    expect(allow("path_within: [/broken, /alias]", "/alias/x")).toBe("true");
  });

  it("does not have what leads out of it", () => {
    const out = toldFiles({ "/alias/out": "/elsewhere", "/alias": "/real" });
    expect(truth("permit", out)("path_within: /alias", "/alias/out/x")).toBe("false");
  });

  it("is not known where it leads nowhere", () => {
    expect(deny("path_within: /broken", "/x")).toBe("uncertain");
    const files = { ...disk, realPath: (path: string) => (path === "/dir" ? undefined : path) };
    expect(truth("permit", files)("path_within: /dir", "/dir/x")).toBe("uncertain");
  });

  it("is not asked of the disk where nobody knows where it starts", () => {
    const asked: string[] = [];
    const files: FileView = {
      workingDirectory: () => undefined,
      realPath: (path) => {
        asked.push(path);
        return path;
      },
    };
    expect(truth("restrict", files)("path_within: ./keys", "/x")).toBe("uncertain");
    expect(asked).toEqual(["/x"]);
  });
});
