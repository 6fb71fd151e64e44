import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { imports, layerOf, sources, targetOf } from "./imports.ts";

/** The layers of discovery, lowest first. */
const DISCOVERY_LAYERS: readonly (readonly string[])[] = [
  ["inventory", "taxonomies"],
  ["config", "texts"],
  ["clients", "meaning", "secrets"],
  ["rules", "reach"],
  ["report"],
  ["starter"],
  ["index.ts"],
];

const discover = join(import.meta.dirname, "../packages/discover/src");

function layer(path: string): number {
  return layerOf(path, DISCOVERY_LAYERS);
}

describe("discovery", () => {
  it("has every file in a layer", () => {
    expect(sources(discover).filter((file) => layer(file) === -1)).toEqual([]);
  });

  it("imports only from the same layer or a lower one", () => {
    const upward = imports(discover).filter((one) => {
      const target = targetOf(one);
      return target !== undefined && layer(target) > layer(one.file);
    });
    expect(upward).toEqual([]);
  });

  it("calls no tool: nothing in it knows the method", () => {
    const calling = sources(discover).filter((file) =>
      readFileSync(join(discover, file), "utf8").includes("tools/call"),
    );
    expect(calling).toEqual([]);
  });
});
