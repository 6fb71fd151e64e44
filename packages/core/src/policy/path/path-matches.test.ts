import { describe, expect, it } from "vitest";
import { policy, truthOf } from "../../../test/judge.ts";
import { toldFiles } from "../../../test/told-files.ts";

const files = toldFiles({ "/workspace/link": "/home/ann/.ssh" });
const truth = (side: "restrict" | "permit", patterns: string, path: string): string =>
  truthOf(side, `path_matches: ${patterns}`, { payload: { path }, files });

describe("path_matches in a deny rule", () => {
  it.each([
    "/home/ann/.ssh/id",
    ".ssh/id",
    "~/.ssh/id",
    "~ann/.ssh/id",
    "$HOME/.ssh/id",
    "${HOME}/.ssh/id",
    "/HOME/ANN/.SSH/ID",
    "a/../.ssh/id",
    "a\\.ssh\\id",
    "C:\\Users\\ann\\.ssh\\id",
    "%2essh/id",
    "%252essh/id",
    "．ssh/id",
    ".s\u200bsh/id",
    ".ssh./id",
    ".ssh ",
    ".ssh::$DATA",
    "file:///home/ann/.ssh/id",
    "sftp://host/home/ann/.ssh/id",
    "link/id",
    "./link/../.ssh",
  ])("sees %j", (path) => {
    expect(truth("restrict", '"**/.ssh/**"', path)).toBe("true");
  });

  it.each(["notes.md", "~/notes.md", "/srv/.sshd/x", "https://example.com/ssh", "ssh/.config"])(
    "has nothing against %j",
    (path) => {
      expect(truth("restrict", '"**/.ssh/**"', path)).toBe("false");
    },
  );

  it("takes ~/ for anybody's home", () => {
    for (const path of ["~/.aws/x", "/root/.aws/x", "/home/a/.aws/x", "$HOME/.aws/x"])
      expect(truth("restrict", "~/.aws/**", path)).toBe("true");
    expect(truth("restrict", "~/.aws/**", "~/notes")).toBe("false");
    expect(truth("restrict", "~/**", "~")).toBe("true");
    expect(truth("restrict", "~/.aws/**", " ~/.aws/x")).toBe("true");
    expect(truth("restrict", "/home/ann/.aws/**", "~/.aws/x")).toBe("uncertain");
    expect(truth("restrict", "/etc/**", "~/notes")).toBe("false");
  });

  it("starts ./ at the working directory, also once links are followed", () => {
    expect(truth("restrict", "./.git/**", ".git/hooks/x")).toBe("true");
    expect(truth("restrict", "./.git/**", "/workspace/.git")).toBe("true");
    expect(truth("restrict", "./.git/**", "/other/.git/x")).toBe("false");
  });
});

describe("path_matches in an allow rule", () => {
  it("lets through what matches as written and where it leads", () => {
    expect(truth("permit", "./**/*.md", "docs/a.md")).toBe("true");
    expect(truth("permit", "./**/*.md", "docs/a.MD")).toBe("false");
    expect(truth("permit", "./**/*.md", "../a.md")).toBe("false");
    expect(truth("permit", "./**/*.md", "docs%2fa.md")).toBe("uncertain");
    expect(truth("permit", "./**", "link/id")).toBe("false");
  });

  it("does not take ~/, which is a different place for everybody", () => {
    expect(() => policy("allow: [{ capability: a.b, path_matches: ~/x }]")).toThrow(
      'allow[0].path_matches: "~" is a different place for everybody',
    );
  });
});

it("a pattern that says nothing of where it starts does not load", () => {
  expect(() => policy('deny: [{ capability: a.b, path_matches: ["/a", "*.pem"] }]')).toThrow(
    'path_matches[1]: "*.pem" must start with',
  );
  expect(() => policy("deny: [{ capability: a.b, path_matches: 5 }]")).toThrow("path_matches: ");
});
