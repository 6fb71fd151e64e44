import { describe, expect, it } from "vitest";
import { readLine } from "../../../../test/read-line.ts";
import { nameOfTruth, type TruthName } from "../../truth.ts";
import { effectsOf } from "../effects.ts";
import { hasFlags, isFlag } from "./flags.ts";

function has(flag: string, line: string, restricts: boolean): TruthName {
  const findings = readLine(line);
  const runs = findings.runs.map((run) => ({ ...run, effects: effectsOf(run) }));
  return nameOfTruth(hasFlags([flag], restricts)({ findings, runs, folder: undefined }));
}

describe("hasFlags", () => {
  it.each<[string, string, TruthName, TruthName]>([
    ["--force", "a --force", "true", "true"],
    ["--force", "a --force=x", "true", "uncertain"],
    ["--force", "a --forc", "true", "uncertain"],
    ["--force", "a --f", "true", "uncertain"],
    ["--force", "a --", "false", "false"],
    ["--force", "a --forces", "false", "false"],
    ["--force", "a -force", "false", "false"],
    ["--force", "a --follow", "false", "false"],
    ["--force", "a --forc=x", "true", "uncertain"],
    ["--force", "a --f\n", "true", "uncertain"],
    ["-f", "a -f", "true", "true"],
    ["-f", "a -rf", "true", "uncertain"],
    ["-f", "a -fr", "true", "uncertain"],
    ["-f", "a -f5", "true", "uncertain"],
    ["-f", "a -f=x", "true", "uncertain"],
    ["-f", "a --f", "false", "false"],
    ["-f", "a --force", "false", "false"],
    ["-f", "a -r", "false", "false"],
    ["-f", "a -r=f", "false", "false"],
    ["-f", "a -r.f", "false", "false"],
    ["-f", "a f", "false", "false"],
    ["-f", "-f", "false", "false"],
    ["-f", "-f a", "false", "false"],
    ["-delete", "a -delete", "true", "true"],
    ["-delete", "a -del", "false", "false"],
    ["-delete", "a -d", "false", "false"],
    ["-delete", "a -delete=x", "true", "uncertain"],
    ["-rf", "a -rf", "true", "true"],
    ["-rf", "a -fr", "false", "false"],
    ["+x", "a +x", "true", "true"],
    ["+x", "a -x", "false", "false"],
    ["-f", "a -- -f", "uncertain", "false"],
    ["-f", "a -f -- b", "true", "true"],
    ["-f", "a b -- c", "false", "false"],
    ["-f", "a $x", "uncertain", "uncertain"],
    ["-f", 'a "b$x"', "false", "uncertain"],
    ["-f", 'a "-$x"', "uncertain", "uncertain"],
    ["-f", 'a "$x"', "uncertain", "uncertain"],
    ["-f", "a ./*", "false", "false"],
    ["-f", "a -r $x", "uncertain", "uncertain"],
    ["-f", "a -f $x", "true", "uncertain"],
    ["-f", "a $x -f", "true", "uncertain"],
    ["-f", "a b; a -f", "true", "false"],
    ["-f", "a -f; b -f", "true", "true"],
    ["-f", "a -f; $x", "true", "false"],
    ["-f", "a -f; b", "true", "false"],
    ["-f", ":", "false", "false"],
    ["--dry-run", "a --dry-run", "true", "true"],
    ["--dry-run", "a b --dry-run", "true", "true"],
    ["--dry-run", "a -n --dry-run", "true", "uncertain"],
    ["--dry-run", "a -n x --dry-run", "true", "true"],
    ["--dry-run", "a --n=x --dry-run", "true", "true"],
    ["--dry-run", "a --dry-run --dry-run", "true", "uncertain"],
    ["--dry-run", "a --dry-run --dry-run=false", "true", "uncertain"],
    ["--dry-run", "a --dry-run --no-dry-run", "true", "uncertain"],
    ["--dry-run", "a --dry-run --no-dry", "true", "true"],
    ["--dry-run", "a --dry-run -- --dry-run", "true", "uncertain"],
    ["--dry-run", "a --dry-run -- --no-dry-run", "true", "uncertain"],
    ["--dry-run", "a $x --dry-run", "true", "uncertain"],
    ["--dry-run", "a --dry-run --dry-runs", "true", "true"],
    ["-n", "a -n --no-n", "true", "uncertain"],
    ["-n", "a -n --no-x", "true", "true"],
    ["--dry-run=client", "a --dry-run=client", "true", "true"],
    ["--dry-run=client", "a --dry-run=client --dry-run=server", "true", "uncertain"],
    ["--dry-run=client", "a --dry-run", "true", "uncertain"],
    ["--dry-run=client", "a --dry-run=server", "true", "uncertain"],
  ])(
    "says of %s in %j %s when restricting and %s when permitting",
    (flag, line, denies, allows) => {
      expect(has(flag, line, true)).toBe(denies);
      expect(has(flag, line, false)).toBe(allows);
    },
  );
});

describe("isFlag", () => {
  it.each([
    ["-f", true],
    ["--force", true],
    ["+x", true],
    ["--a=b", true],
    ["-a=b", true],
    ["--", false],
    ["-", false],
    ["f", false],
    ["", false],
    ["- f", false],
    ["-f g", false],
    ["--a b", false],
    ["-=a", false],
    ["--=a", true],
    ["++x", true],
    ["---a", true],
    ["+", false],
    ["-f=", true],
    ["--a= b", true],
  ])("says of %j %s", (text, expected) => {
    expect(isFlag(text)).toBe(expected);
  });
});
