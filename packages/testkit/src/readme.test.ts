import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), "utf8");

it("the README shows an example that is run", () => {
  const [, shown] = /^```ts [^\n]*\n(.*?)^```$/ms.exec(read("../README.md")) ?? [];
  expect(shown).toBe(read("../test/example.test.ts"));
});
