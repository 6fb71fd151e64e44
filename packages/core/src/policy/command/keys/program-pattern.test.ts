import { describe, expect, it } from "vitest";
import { readLine } from "../../../../test/read-line.ts";
import { nameOfTruth, type TruthName } from "../../truth.ts";
import type { Run } from "../run.ts";
import { mayBe, programPattern, type ProgramPattern, surelyIs } from "./program-pattern.ts";

describe("programPattern", () => {
  it.each<[text: string, pattern?: ProgramPattern]>([
    ["git", { program: "git", subcommand: [] }],
    ["git status", { program: "git", subcommand: ["status"] }],
    ["git remote add", { program: "git", subcommand: ["remote", "add"] }],
    [""],
    ["a  b"],
    [" a"],
    ["a "],
    ["a|b"],
    ["a;b"],
    ["a$b"],
    ["a'b"],
    ["a(b"],
    ["a\\b"],
    ["./a", { program: "./a", subcommand: [] }],
    ["/x/a", { program: "/x/a", subcommand: [] }],
    ["a\tb"],
    ["a b|c"],
    ["a&b"],
    ["a<b"],
    ["a>b"],
    ["a`b"],
    ['a"b'],
    ["a)b"],
  ])("reads %j as %j", (text, expected) => {
    expect(programPattern(text)).toStrictEqual(expected);
  });
});

describe("a run", () => {
  it.each<[string, string, TruthName, TruthName]>([
    ["git", "git", "true", "true"],
    ["git", "GIT x", "true", "uncertain"],
    ["git", "git.exe x", "true", "uncertain"],
    ["git", "/usr/bin/git", "true", "true"],
    ["git", "/x/git", "true", "uncertain"],
    ["git", "./git", "true", "uncertain"],
    ["./git", "./git", "true", "true"],
    ["./git", "git", "true", "uncertain"],
    ["/x/git", "/x/git", "true", "true"],
    ["/x/git", "/y/git", "true", "uncertain"],
    ["/usr/bin/git", "git", "true", "uncertain"],
    ["git", "a", "false", "false"],
    ["git", "$x", "uncertain", "uncertain"],
    ["git", "gitx", "false", "false"],
    ["git", '"g$x"', "uncertain", "uncertain"],
    ["git status", "git status", "true", "true"],
    ["git status", "git status x", "true", "true"],
    ["git status", "git x status", "false", "false"],
    ["git status", "git", "false", "false"],
    ["git status", "git $x", "uncertain", "uncertain"],
    ["git status", "git $x status", "uncertain", "uncertain"],
    ["git status", "git -C x status", "true", "true"],
    ["git status", "git -C status x", "false", "false"],
    ["git status", "git -C status", "false", "false"],
    ["git status", "git --git-dir=x status", "true", "true"],
    ["git status", "git --x status", "true", "uncertain"],
    ["git status", "git --x y status", "uncertain", "false"],
    ["git status", "git --x y z", "false", "false"],
    ["git status", "git --x $y", "uncertain", "uncertain"],
    ["git status", "git --x y $z", "uncertain", "false"],
    ["git status", "git --x=y z status", "false", "false"],
    ["git status", "git -C $x status", "true", "uncertain"],
    ["git status", "git -C $x push", "uncertain", "false"],
    ["git status", "git -C x push $y", "false", "false"],
    ["git status", "git -C", "false", "false"],
    ["git status", "git +x status", "true", "uncertain"],
    ["git status", "a status", "false", "false"],
    ["git status", "GIT status", "true", "uncertain"],
    ["git status", "./git status", "true", "uncertain"],
    ["git remote add", "git remote add x", "true", "true"],
    ["git remote add", "git remote", "false", "false"],
    ["git remote add", "git remote -v add", "true", "uncertain"],
    ["git remote add", "git remote rm", "false", "false"],
    ["git remote add", "git remote x add", "false", "false"],
    ["git remote add", "git -C x remote add", "true", "true"],
    ["git remote add", "git add remote", "false", "false"],
    ["git remote add", "git --x remote add", "true", "uncertain"],
    ["a b", "a -x b", "true", "uncertain"],
    ["a b", "a --x=1 b", "true", "true"],
    ["a b", "a b", "true", "true"],
    ["kubectl get", "kubectl -n x get", "true", "true"],
    ["kubectl get", "kubectl --context x get", "true", "true"],
    ["kubectl get", "kubectl -v 5 get", "true", "true"],
    ["docker ps", "docker -H x ps", "true", "true"],
    ["npm ci", "npm --prefix x ci", "true", "true"],
    ["a b", '"$x" b', "uncertain", "uncertain"],
  ])("is %j in %j: maybe %s, surely %s", (text, line, maybe, surely) => {
    const pattern = programPattern(text) as ProgramPattern;
    const run = readLine(line).runs[0] as Run;
    expect(nameOfTruth(mayBe(pattern, run))).toBe(maybe);
    expect(nameOfTruth(surelyIs(pattern, run))).toBe(surely);
  });
});
