import { expect, it } from "vitest";
import { RULES } from "./rules.ts";

it("has each rule once", () => {
  const ids = RULES.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)]);
});

it("says of each rule what to do about it", () => {
  for (const { help, title } of RULES) {
    expect(help).toMatch(/^[A-Z].{40,}\.$/s);
    expect(title).not.toMatch(/^[A-Z]|\.$/);
  }
});
