import { describe, expect, it } from "vitest";
import { parseLine } from "./parse-line.ts";

const receiving = (line: string): string =>
  parseLine(line)
    .calls.filter((call) => call.receives)
    .map((call) => call.words.join(" "))
    .join(", ");

describe("parseLine", () => {
  it.each([
    ["ls -la /tmp", [["ls", "-la", "/tmp"]]],
    ["ls  -la\t/tmp", [["ls", "-la", "/tmp"]]],
    ["a && b || c; d & e | f |& g", [["a"], ["b"], ["c"], ["d"], ["e"], ["f"], ["g"]]],
    ["echo 'a b' \"c d\" e\\ f", [["echo", "a b", "c d", "e f"]]],
    ["echo $'a\\tb'", [["echo", "a\tb"]]],
    ["(a; b) && { c; }", [["a"], ["b"], ["c"]]],
    ["X=1 Y=2 a b", [["X=1", "Y=2", "a", "b"]]],
    ["X+='1' a", [["X=1", "a"]]],
    [
      "a > out 2>&1 < in b",
      [
        ["a", "b"],
        ["a", "b", "out", "1", "in"],
      ],
    ],
    ["> out a", [["a"], ["a", "out"]]],
    ["{ a; } > out", [["a"], ["out"]]],
    ["! time -p a", [["a"]]],
    ["a # comment", [["a"]]],
    ["a \\\n b", [["a", "b"]]],
  ])("reads %j", (line, commands) => {
    expect(parseLine(line)).toMatchObject({ commands, opaque: undefined });
  });

  it.each([
    ["echo $X", "its words depend on SimpleExpansion"],
    ["echo ${X}", "its words depend on ParameterExpansion"],
    ['echo "a $X"', "its words depend on DoubleQuoted"],
    ["echo $(x)", "its words depend on CommandExpansion"],
    ["echo *", "its words depend on Glob"],
    ["echo {a,b}", "its words depend on BraceExpansion"],
    ["ls > $X", "its words depend on SimpleExpansion"],
    ["X=$Y ls", "its words depend on SimpleExpansion"],
    ["PS4='x' ls", "it sets PS4"],
    ["X=(a b)", "it sets an array"],
    ["X[0]=a", "it sets an array"],
    ["cat <<< x", "it uses HereString"],
    ["cat <<EOF\nx\nEOF", "it uses HereDoc"],
    ["{ cat; } <<< x", "it uses HereString"],
    ["if a; then b; fi", "it uses If"],
    ["f() { a; }", "it uses Function"],
    ["echo 'open", "it is not a well-formed shell command"],
    ["echo x > run; bash run", "it may run a file that it writes"],
    ["echo x > run; sudo -u root bash run", "it may run a file that it writes"],
    ["echo x >> ./run && ./run", "it may run a file that it writes"],
  ])("says why it cannot know the words of %j", (line, reason) => {
    expect(parseLine(line).opaque).toBe(reason);
  });

  it("does not read more than 4096 characters", () => {
    expect(parseLine(`echo ${"x".repeat(4091)}`).opaque).toBeUndefined();
    expect(parseLine(`echo ${"x".repeat(4092)}`).opaque).toBe("it is longer than 4096 characters");
  });

  it("does not mind a file that is written and read", () => {
    expect(parseLine("bash run.sh > out; cat out; ls > out").opaque).toBeUndefined();
  });

  it("knows which commands are sent something", () => {
    expect(receiving("a | b |& c; d")).toBe("b, c");
    expect(receiving("a | (b; { c; }); d")).toBe("b, c");
    expect(receiving("a < x; { b; } < x; c > x")).toBe("a, b");
    expect(receiving("a; exec < x; b")).toBe("exec, b");
  });

  it("finds the commands inside what it does not know, but not without end", () => {
    const { commands, deep } = parseLine('for x in a; do b; done; echo "$(c `d`)" <(e)');
    expect(commands).toEqual(expect.arrayContaining([["b"], ["d"], ["e"]]));
    expect(deep).toBe(false);
    expect(parseLine('"$('.repeat(1300))).toMatchObject({ deep: true });
  });
});
