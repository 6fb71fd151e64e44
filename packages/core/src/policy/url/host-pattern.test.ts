import { describe, expect, it } from "vitest";
import type { SourceNode } from "../document/source.ts";
import { readHost } from "./host.ts";
import { HostPatterns, isPrivatePattern } from "./host-pattern.ts";

const NODE = {} as SourceNode;

/** What is wrong with a pattern. */
function mistakesIn(text: string): readonly string[] {
  const mistakes: string[] = [];
  new HostPatterns().add(text, NODE, (_node, message) => {
    mistakes.push(message);
    return undefined;
  });
  return mistakes;
}

function matches(pattern: string, host: string, carried = false): boolean {
  const patterns = new HostPatterns();
  patterns.add(pattern, NODE, () => undefined);
  return patterns.match(readHost(host), carried);
}

describe("a pattern of hosts", () => {
  it.each([
    ["*", "example.com", true],
    ["*", "127.0.0.1", true],
    ["*", "[zz]", true],
    ["example.com", "EXAMPLE.com.", true],
    ["Example.com.", "example.com", true],
    ["example.com", "a.example.com", false],
    ["example.com", "[zz]", false],
    ["*.example.com", "a.example.com", true],
    ["*.example.com", "a.b.example.com", true],
    ["*.example.com", "example.com", false],
    ["*.example.com", "aexample.com", false],
    ["*.com", "example.com", true],
    ["9.9.9.9", "9.9.9.9", true],
    ["9.9.9.9", "9.9.9.8", false],
    ["9.9.9.0/24", "9.9.9.8", true],
    ["9.9.9.0/24", "9.9.8.8", false],
    ["9.9.9.9/32", "9.9.9.9", true],
    ["9.9.9.9/32", "9.9.9.8", false],
    ["0.0.0.0/0", "[2606::1]", false],
    ["::/0", "8.8.8.8", false],
    ["2606::/16", "[2606::1]", true],
    ["2606::1/128", "[2606::1]", true],
    ["[2606::1]", "[2606::1]", true],
    ["[2606::1]", "[2606::2]", false],
  ])("%s over %s: %s", (pattern, host, expected) => {
    expect(matches(pattern, host)).toBe(expected);
  });

  it("has an address that another carries where it is asked to", () => {
    expect(matches("9.9.9.9", "[::ffff:9.9.9.9]", true)).toBe(true);
    expect(matches("9.9.9.9", "[::ffff:9.9.9.9]")).toBe(false);
    expect(matches("9.9.9.9", "[::ffff:9.9.9.8]", true)).toBe(false);
  });

  it.each(["*", "a.example", "*.example", "::1", "10.0.0.0/8", "::/128"])("may be %s", (text) => {
    expect(mistakesIn(text)).toEqual([]);
  });

  it.each([
    "https://a.example",
    "a.example:80",
    "a.*.example",
    "10.0.0.0/33",
    "10.0.0.0/",
    "10.0.0.0/1000",
    "10.0.0.0/8/8",
    "10.0.0.0/a8",
    "::/129",
    "/8",
    "ａ.example",
    "127.1",
    "",
  ])("cannot be %j", (text) => {
    expect(mistakesIn(text)).toEqual([
      `"${text}" is not a host; write a name, "*." and a name, an address or a range such as 192.0.2.0/24, without scheme, port or path`,
    ]);
  });

  it.each([
    ["10.0.0.0/8", true],
    ["[::1]", true],
    ["8.8.8.8", false],
    ["localhost", true],
    ["*.INTERNAL.", true],
    ["db", false],
    ["example.com", false],
    ["*", false],
  ])("%s names private hosts alone: %s", (text, expected) => {
    expect(isPrivatePattern(text)).toBe(expected);
  });
});
