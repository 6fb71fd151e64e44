import { describe, expect, it } from "vitest";
import { policy, truthOf } from "../../../test/judge.ts";
import { toldFiles } from "../../../test/told-files.ts";

const prefix = (path: string): string =>
  truthOf("permit", "path_prefix: ./workspace/", { payload: { path }, files: toldFiles() });

describe("path_prefix", () => {
  it("means the same", () => {
    expect(prefix("workspace/a")).toBe("true");
    expect(prefix("workspace-evil/a")).toBe("false");
    expect(prefix("workspace/../a")).toBe("false");
  });
});

describe("a policy with a doubtful directory does not load", () => {
  it.each([
    ["~/work", 'has a "~" that may stand for a home directory'],
    ["$HOME/work", "has a variable"],
    ["C:/work", "is a URL, a drive or a stream"],
    ["/srv/*", "has a wildcard; use path_matches for patterns"],
    ["/srv/%2e%2e", "hides a separator or a dot segment"],
  ])("%s", (directory, words) => {
    expect(() => policy(`allow: [{ capability: a.b, path_within: "${directory}" }]`)).toThrow(
      words,
    );
  });

  it("or with none", () => {
    expect(() => policy("deny: [{ capability: a.b, path_within: 5 }]")).toThrow("path_within: ");
  });

  it("and says which of a list it is", () => {
    const text = "allow:\n  - capability: a.b\n    path_within:\n      - /srv\n      - ~/work\n";
    expect(() => policy(text)).toThrow(
      'test.yaml:5:9: allow[0].path_within[1]: "~/work" has a "~"',
    );
  });
});
