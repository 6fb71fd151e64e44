import { describe, expect, it } from "vitest";
import { decide, policy, truthOf } from "../../../test/judge.ts";
import { toldFiles } from "../../../test/told-files.ts";

const truth = (side: "restrict" | "permit", condition: string, path: string): string =>
  truthOf(side, `${condition}, paths: remote`, { payload: { path } });

function rule(keys: string): () => unknown {
  return () => policy(`allow: [{ capability: a.b, ${keys} }]`);
}

describe("paths: remote", () => {
  it("looks at the letters of a path alone", () => {
    expect(truth("permit", "path_within: /srv/data", "/srv/data/a")).toBe("true");
    expect(truth("permit", "path_within: /srv/data", "/srv/data/../x")).toBe("false");
    expect(truth("permit", "path_within: .", "a/b")).toBe("true");
    expect(truth("permit", "path_within: .", "a/../../b")).toBe("false");
    expect(truth("permit", "path_within: .", "..")).toBe("false");
    expect(truth("permit", "path_within: .", "/a")).toBe("false");
    expect(truth("permit", "path_within: /srv", "a")).toBe("false");
    expect(truth("permit", "path_within: /srv", "C:\\srv\\a")).toBe("uncertain");
    expect(truth("permit", 'path_matches: "./**/*.md"', "docs/a.md")).toBe("true");
  });

  it("cannot tell where a path that climbs out of its start leads", () => {
    expect(truth("restrict", "path_within: /etc", "../../etc/passwd")).toBe("uncertain");
    expect(truth("restrict", "path_within: /etc", "/etc/passwd")).toBe("true");
    const call = { payload: { path: "a", any: "x/.env" } };
    expect(truthOf("restrict", 'path_matches: "**/.env", paths: remote', call)).toBe("true");
    expect(truth("restrict", "path_within: /etc", "a/b")).toBe("false");
    expect(truth("restrict", "path_within: ./keys", "/srv/app/keys/a")).toBe("uncertain");
    expect(truth("restrict", "path_within: ./keys", "/srv/app/a")).toBe("false");
    expect(truth("restrict", "path_within: /etc", "/proc/self/cwd/x")).toBe("uncertain");
    expect(truth("restrict", 'path_matches: "./keys/**"', "/srv/keys/a")).toBe("uncertain");
    expect(truth("restrict", 'path_matches: "/etc/**"', "../x")).toBe("uncertain");
    expect(truth("restrict", 'path_matches: "**/.env"', "../x/.env")).toBe("true");
  });

  it("asks nothing of the disk and records nothing", () => {
    const text = "allow: [{ capability: a.b, path_within: /srv, paths: remote }]";
    const decision = decide(text, { capability: "a.b", payload: { path: "/srv/a" } });
    expect(decision.effect).toBe("allow");
    expect(decision).not.toHaveProperty("resolved");
    const files = toldFiles({ "/srv": "" });
    const call = { payload: { path: "/srv/a" }, files };
    expect(truthOf("permit", "path_within: /srv, paths: remote", call)).toBe("true");
  });

  it("is a mistake without a path condition, with another word, or where a directory climbs", () => {
    expect(rule("paths: remote")).toThrow(
      '"paths" says where the paths of path_within, path_prefix, path_matches are; add one',
    );
    expect(rule("path_within: /a, paths: local")).toThrow('expected "remote", got "local"');
    expect(rule("path_within: ../a, paths: remote")).toThrow(
      "climbs above where remote paths start",
    );
  });
});
