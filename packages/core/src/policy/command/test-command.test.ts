import { describe, expect, it } from "vitest";
import { readLine, runsOf } from "../../../test/read-line.ts";

describe("a test in double brackets", () => {
  it.each<[line: string, runs: string, why?: string]>([
    ["[[ a ]]", ""],
    ["[[ -n $x ]]", ""],
    ["[[ -v x ]]", ""],
    ["[[ -v x[1] ]]", "", "its test may evaluate a subscript"],
    ["[[ -R x ]]", ""],
    ["[[ a == b ]]", ""],
    ["[[ $x == a* ]]", ""],
    ["[[ 1 -eq 2 ]]", ""],
    ["[[ $x -eq 2 ]]", "", "its test may evaluate what a variable holds"],
    ["[[ 2 -lt $x ]]", "", "its test may evaluate what a variable holds"],
    ["[[ 1 -ge a ]]", "", "its test may evaluate what a variable holds"],
    ["x=1; [[ $x -gt 2 ]]", ""],
    ["[[ a < b ]]", "", "its test is a command to a POSIX shell"],
    ["[[ a > b ]]", "", "its test is a command to a POSIX shell"],
    ["[[ a && b ]]", ""],
    ["[[ a == b && c == d ]]", "", "its test is a command to a POSIX shell"],
    ["[[ a == b && -n c ]]", ""],
    ["[[ ! a ]]", ""],
    ["[[ ! a == b ]]", ""],
    ["[[ a && ! b ]]", "", "its test is a command to a POSIX shell"],
    ["[[ ( a ) ]]", ""],
    ["[[ a || ( b ) ]]", ""],
    ["[[ a == (b|c) ]]", "", "it is not a well-formed shell command"],
    ["[[ a == 'b|c' ]]", ""],
    ['[[ a == "b|c" ]]', ""],
    ["[[ a == b\\|c ]]", ""],
    ["[[ a =~ b ]]", ""],
    ["[[ a =~ (b) ]]", "", "its test is a command to a POSIX shell"],
    ["[[ $(a) == $(b) ]]", "a; b", "its test is a command to a POSIX shell"],
    ["[[ -n $(a) && -n $(b) ]]", "a; b"],
    ["[[ ! $(a) ]]", "a"],
    ["[[ ( $(a) ) ]]", "a"],
  ])("only runs in %j what is substituted, %j, and is certain but for %j", (line, runs, why) => {
    expect({ runs: runsOf(line), why: readLine(line).opaque }).toStrictEqual({ runs, why });
  });
});
