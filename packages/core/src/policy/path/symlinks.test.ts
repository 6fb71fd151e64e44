import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { Random } from "../../../test/random.ts";
import { truthOf } from "../../../test/judge.ts";
import { realPath } from "../../platform/node.ts";
import { HOST_FILES } from "./file-view.ts";

const root = realpathSync(mkdtempSync(join(tmpdir(), "capfence-paths-")));
const work = join(root, "work");
const outside = join(root, "outside");
for (const folder of [work, outside, join(work, "a/b"), join(outside, "deep")])
  mkdirSync(folder, { recursive: true });
writeFileSync(join(work, "file"), "");
writeFileSync(join(outside, "secret"), "");
const link = (name: string, target: string): void => symlinkSync(target, join(work, name));
link("in", "a");
link("out", outside);
link("deep", join(outside, "deep"));
link("dangling", join(outside, "missing"));
link("loop", "loop");
link("up", "..");
symlinkSync(work, join(root, "alias"));
afterAll(() => rmSync(root, { recursive: true }));

const files = { ...HOST_FILES, workingDirectory: () => work };
const allow = (path: string, directory = "."): string =>
  truthOf("permit", `path_within: "${directory}"`, { payload: { path }, files });
const deny = (path: string): string =>
  truthOf("restrict", `path_within: "${outside}"`, { payload: { path }, files });

describe("links on the disk", () => {
  it.each([
    ["file", "true"],
    ["a/b/new/file", "true"],
    ["file/below/a/file", "true"],
    ["in/b", "true"],
    ["in/../file", "true"],
    ["out", "false"],
    ["out/secret", "false"],
    ["out/new", "false"],
    ["up/outside/secret", "false"],
    ["up/work/file", "true"],
    ["deep/../file", "false"],
    ["a/../out/secret", "false"],
    ["dangling", "uncertain"],
    ["dangling/x", "uncertain"],
    ["loop", "uncertain"],
    [`a/${"x".repeat(300)}`, "uncertain"],
  ])("are followed in an allow rule: %s is %s", (path, truth) => {
    expect(allow(path)).toBe(truth);
  });

  it.each([
    ["out/secret", "true"],
    ["OUT/secret", "false"],
    ["deep", "true"],
    ["deep/../secret", "true"],
    ["%6fut/secret", "true"],
    ["dangling", "uncertain"],
    ["loop", "uncertain"],
    ["file", "false"],
    ["in/b/new", "false"],
  ])("are followed in a deny rule: %s is %s", (path, truth) => {
    expect(deny(path)).toBe(truth);
  });

  it("are followed in the policy's directory too", () => {
    expect(allow(join(root, "alias/file"), join(root, "alias"))).toBe("true");
    expect(allow(join(root, "alias/out/secret"), join(root, "alias"))).toBe("false");
    expect(allow("dangling/x", "./dangling")).toBe("uncertain");
    const call = { payload: { path: "file" }, files };
    expect(truthOf("restrict", `path_within: "${join(root, "alias")}"`, call)).toBe("true");
  });

  it("never let a random path out, as the system or a tool resolves it", () => {
    const random = new Random(20_260_101);
    const names = [
      "..",
      ".",
      "",
      "a",
      "b",
      "in",
      "out",
      "up",
      "deep",
      "dangling",
      "file",
      "new",
      "work",
    ];
    let allowed = 0;
    const escaped: string[] = [];
    for (let round = 0; round < 5000; round += 1) {
      const path = random.many(1, 7, () => random.pick(names)).join("/");
      if (path === "" || allow(path) !== "true") continue;
      allowed += 1;
      const places = [systemPath(path), realPath(resolve(work, path))];
      if (places.some((place) => place !== undefined && !`${place}/`.startsWith(`${work}/`)))
        escaped.push(path);
    }
    expect(escaped).toEqual([]);
    expect(allowed).toBeGreaterThan(100);
  });
});

it("no random path that leads outside escapes a deny rule", () => {
  const random = new Random(20_260_102);
  const names = ["..", ".", "", "a", "out", "up", "deep", "outside", "secret", "new", "work"];
  let outsiders = 0;
  const escaped: string[] = [];
  for (let round = 0; round < 3000; round += 1) {
    const path = random.many(1, 6, () => random.pick(names)).join("/");
    const places = [systemPath(path), realPath(resolve(work, path))];
    if (path === "" || !places.some((place) => `${place}/`.startsWith(`${outside}/`))) continue;
    outsiders += 1;
    if (deny(path) !== "true") escaped.push(path);
  }
  expect(escaped).toEqual([]);
  expect(outsiders).toBeGreaterThan(100);
});

/** Where the kernel itself would go; undefined where it would not. */
function systemPath(path: string): string | undefined {
  try {
    return realpathSync.native(path.startsWith("/") ? path : `${work}/${path}`);
  } catch {
    return undefined;
  }
}

describe("realPath", () => {
  it("keeps what does not exist below the last folder that does", () => {
    expect(realPath("/")).toBe("/");
    expect(realPath(`${work}/in/x/y`)).toBe(`${work}/a/x/y`);
    expect(realPath("/no-such-folder/x")).toBe("/no-such-folder/x");
    expect(realPath(`${work}/file/x`)).toBe(`${work}/file/x`);
    expect(realPath(`${work}/dangling/x`)).toBeUndefined();
    expect(realPath(`${work}/a\0b`)).toBeUndefined();
  });
});
