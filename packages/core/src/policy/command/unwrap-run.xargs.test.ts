import { describe, expect, it } from "vitest";
import { readLine, runsOf } from "../../../test/read-line.ts";

describe("xargs", () => {
  it.each<[line: string, runs: string, why?: string]>([
    ["xargs", "echo ?"],
    ["xargs a", "a ?"],
    ["xargs a b", "a b ?"],
    ["xargs -0 a", "a ?"],
    ["xargs -n 1 a", "a ?"],
    ["xargs -n1 a", "a ?"],
    ["xargs -I{} a {} b{}c", "a <*> <b*c>"],
    ["xargs -I x a xy", "a <*y>"],
    ["xargs -I '' a", "xargs -I  a", 'what "xargs" runs is not known before it runs'],
    ["xargs -I", "xargs -I", 'what "xargs" runs is not known before it runs'],
    ["xargs -I $x a", "xargs -I ? a", 'what "xargs" runs is not known before it runs'],
    ["xargs -i a {} b", "a <*> b"],
    ["xargs -ix a x b", "a <*> b"],
    ['xargs -i a "$y{}" b', "a ? b"],
    ['xargs -I{} a "$y"{} {}$y', "a ? ?"],
    ["xargs --replace a {}", "a <*>"],
    ["xargs --replace=x a x", "a <*>"],
    ["xargs -0I{} a {}", "a <*>"],
    ["xargs -e a", "a ?"],
    ["xargs -ex a", "a ?"],
    ["xargs -l2 a", "a ?"],
    ["xargs -a x a", "a ?"],
    ["xargs -0ax a", "a ?"],
    ["xargs --arg-file=x a", "a ?"],
    ["xargs --arg-file x a", "a ?"],
    ["xargs -rt a", "a ?"],
    ["xargs -P 4 -L 1 a", "a ?"],
    ["xargs -x a", "a ?"],
    ["xargs sh -c 'a'", "a"],
    ["xargs sudo a", "a ?"],
    ["xargs env a", "a ?"],
    ["xargs $x", "xargs ?", 'what "xargs" runs is not known before it runs'],
    ["xargs -y a", "xargs -y a", 'what "xargs" runs is not known before it runs'],
    ["a | xargs b", "a; | b ?"],
  ])("runs in %j what it names, %j, and is certain but for %j", (line, runs, why) => {
    expect({ runs: runsOf(line), why: readLine(line).opaque }).toStrictEqual({ runs, why });
  });

  it.each([
    ["xargs -a x a", ["x"]],
    ["xargs -0ax a", ["x"]],
    ["xargs --arg-file=x a", ["x"]],
    ["xargs --arg-file x a", ["x"]],
  ])("reads in %j the files %j", (line, reads) => {
    expect(readLine(line).reads).toStrictEqual(reads);
  });
});
