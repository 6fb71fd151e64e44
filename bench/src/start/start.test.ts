import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { measureStart } from "./start.ts";

const main = join(import.meta.dirname, "../../../packages/cli/src/main.ts");

describe("bench start", () => {
  it("says how much longer than bare Node each command takes", () => {
    const { json, text } = measureStart(["--conditions=@capfence/source", main], true);
    const starts = Object.entries(json["starts"] as Record<string, { readonly times: number }>);
    expect(starts.map(([name]) => name)).toEqual([
      "node -e 0",
      "capfence --version",
      "capfence check-policy, first",
      "capfence check-policy",
    ]);
    expect(starts[0]?.[1].times).toBe(1);
    for (const [name, { times }] of starts) {
      expect(times).toBeGreaterThan(0);
      expect(text).toContain(name);
    }
  });

  it("does not time a command that fails", () => {
    expect(() => measureStart([join(import.meta.dirname, "missing.js")], true)).toThrow(
      "capfence --version failed",
    );
  });
});
