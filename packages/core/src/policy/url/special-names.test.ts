import { describe, expect, it } from "vitest";
import { SPECIAL_ADDRESSES } from "./special-addresses.ts";
import { namePrivacy, SPECIAL_NAMES } from "./special-names.ts";

describe("the tables of special names and addresses", () => {
  it("hold each name once, and give a source for each row", () => {
    const names = SPECIAL_NAMES.map(({ name }) => name);
    expect(names.length).toBe(new Set(names).size);
    expect(names.filter((name) => name !== name.toLowerCase() || name.endsWith("."))).toEqual([]);
    const sources = [...SPECIAL_NAMES, ...SPECIAL_ADDRESSES].map(({ source }) => source);
    expect(sources.filter((source) => source === "")).toEqual([]);
  });

  it("take in what stands below a name, and not what ends alike", () => {
    for (const { name, privacy } of SPECIAL_NAMES) {
      expect(namePrivacy(name)).toBe(privacy);
      expect(namePrivacy(`a.b.${name}`)).toBe(privacy);
      expect(namePrivacy(`a.${name}.example.com`)).not.toBe(2);
    }
  });
});
