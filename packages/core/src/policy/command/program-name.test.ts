import { describe, expect, it } from "vitest";
import { systemProgram } from "./program-name.ts";

describe("systemProgram", () => {
  it.each<[word: string, name?: string]>([
    ["a", "a"],
    ["/bin/a", "a"],
    ["/sbin/a", "a"],
    ["/usr/bin/a", "a"],
    ["/usr/sbin/a", "a"],
    ["/usr/local/bin/a", "a"],
    ["/usr/local/sbin/a", "a"],
    ["/opt/homebrew/bin/a", "a"],
    ["/opt/homebrew/sbin/a", "a"],
    ["/opt/bin/a"],
    ["/local/bin/a"],
    ["./a"],
    ["bin/a"],
    ["/x/bin/a"],
    ["/bin/x/a"],
    ["/bin/"],
    ["/usr/bin/../a"],
    ["/usr/lib/a"],
    ["x/usr/bin/a"],
  ])("is of %s %s", (word, name) => {
    expect(systemProgram(word)).toBe(name);
  });
});
