import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ActionEvent } from "../../action/event.ts";
import { ConfigurationError, PolicyLoadError } from "../../errors.ts";
import { CapabilitySystem } from "../capability-system.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "capfence-policy-"));
  mkdirSync(join(folder, "packs/inner"), { recursive: true });
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function write(name: string, text: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const load = (path: string): CapabilitySystem => new CapabilitySystem().loadPolicy(path);

describe("loadPolicy", () => {
  it("finds parents relative to the file that names them, not to the working folder", () => {
    write("packs/base.yaml", "extends: inner/deep.yaml\ndeny: [a.base]\n");
    write("packs/inner/deep.yaml", "extends: ../../top.yaml\ndeny: [a.deep]\n");
    write("top.yaml", "deny: [a.top]\n");
    const system = load(write("child.yaml", "extends: [packs/base.yaml]\nallow: ['*']\n"));
    for (const capability of ["a.base", "a.deep", "a.top"])
      expect(system.decide(ActionEvent.create({ actor: "a", capability })).effect).toBe("deny");
  });

  it("names the parent's file in an error by its whole path", () => {
    const parent = write("packs/base.yaml", "mood: 1\n");
    const child = write("child.yaml", "extends: packs/base.yaml\n");
    expect(() => load(child)).toThrow(`${parent}:1:1: mood: unknown key "mood"`);
  });

  it("says which file of a chain is missing", () => {
    const child = write("child.yaml", "extends: gone.yaml\n");
    expect(() => load(child)).toThrow(PolicyLoadError);
    expect(() => load(child)).toThrow(`${child}:1:10: extends: cannot read "gone.yaml": `);
    expect(() => load(join(folder, "gone.yaml"))).toThrow(ConfigurationError);
    expect(() => load(join(folder, "gone.yaml"))).toThrow("there is no policy at");
  });

  it("says of a path that cannot be read why, and keeps what the system said", () => {
    const inFile = join(write("file.yaml", "allow: [a.b]\n"), "child.yaml");
    const message = `cannot read policy "${inFile}": ENOTDIR`;
    expect(() => load(inFile)).toThrow(ConfigurationError);
    expect(() => load(inFile)).toThrow(message);
    expect(() => load(inFile)).toThrow(
      expect.objectContaining({ cause: expect.any(Error) as Error }) as Error,
    );
    expect(() => load(join(folder, "gone.yaml"))).toThrow(
      expect.objectContaining({ cause: expect.any(Error) as Error }) as Error,
    );
  });

  it("does not load a folder, and says so as a problem of that file", () => {
    const message = "it is a folder; name a file in it";
    const problems = [{ file: folder, line: 1, column: 1, key: "", message }];
    expect(() => load(folder)).toThrow(PolicyLoadError);
    expect(() => load(folder)).toThrow(
      expect.objectContaining({ problems, cause: expect.any(RangeError) as Error }) as Error,
    );
  });

  it("finds parents of a text from where the text is to stand", () => {
    write("packs/base.yaml", "deny: [a.base]\n");
    const path = join(folder, "packs/new.yaml");
    const text = "extends: base.yaml\nallow: ['*']\n";
    const system = new CapabilitySystem().loadPolicyTextAt(path, text);
    const effects = ["a.base", "a.other"].map(
      (capability) => system.decide(ActionEvent.create({ actor: "a", capability })).effect,
    );
    expect(effects).toStrictEqual(["deny", "allow"]);
    expect(() => new CapabilitySystem().loadPolicyTextAt(path, "mood: 1")).toThrow(`${path}:1:1: `);
  });

  it("finds a cycle that goes through a link", () => {
    const child = write("child.yaml", "extends: link.yaml\n");
    symlinkSync(child, join(folder, "link.yaml"));
    expect(() => load(child)).toThrow("so the two would never end");
  });

  it("refuses a file over 1 MiB, its own or a parent's", () => {
    const large = write("large.yaml", `# ${"x".repeat(1024 * 1024)}\nallow: [a.b]\n`);
    expect(() => load(large)).toThrow(PolicyLoadError);
    expect(() => load(large)).toThrow(/large\.yaml:1:1: .*over the limit of 1048576/);
    expect(() => load(write("child.yaml", "extends: large.yaml\n"))).toThrow(
      /over the limit of 1048576/,
    );
  });

  it("refuses a file that is not UTF-8", () => {
    const path = write("latin.yaml", Buffer.from([0x61, 0xe9, 0x3a, 0x0a]));
    expect(() => load(path)).toThrow(PolicyLoadError);
  });

  it("reads a file that starts with a byte order mark", () => {
    expect(load(write("bom.yaml", "\ufeffallow: [a.b]\n")).document?.rules).toHaveLength(1);
  });

  it("keeps the policy loaded before where a new one does not load", () => {
    const system = load(write("good.yaml", "allow: [a.b]\n"));
    const { digest } = system;
    expect(() => system.loadPolicy(write("bad.yaml", "mood: 1\n"))).toThrow(PolicyLoadError);
    expect(() => system.loadPolicyText("deny: [")).toThrow(PolicyLoadError);
    expect(system.digest).toBe(digest);
    expect(system.decide(ActionEvent.create({ actor: "a", capability: "a.b" })).effect).toBe(
      "allow",
    );
  });

  it("does not read files for a policy given as text", () => {
    write("base.yaml", "deny: [a.b]\n");
    const text = `extends: ${JSON.stringify(join(folder, "base.yaml"))}\n`;
    expect(() => new CapabilitySystem().loadPolicyText(text)).toThrow(
      "this policy was given as text, so it cannot extend files",
    );
  });
});
