import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CapabilitySystem } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { Scratch } from "../../test/scratch.ts";
import { formatPolicy } from "../format/format-policy.ts";
import { packFiles } from "./pack-files.ts";
import { listPacks, PACKS_FOLDER, policyOf, VARIANTS } from "./packs.ts";

const cases = listPacks(PACKS_FOLDER).flatMap((pack) =>
  VARIANTS.map((variant) => [pack.name, variant, pack] as const),
);

function digest(file: string): string {
  return new CapabilitySystem().loadPolicy(file).digest;
}

describe("the files of a pack", () => {
  it.each(cases)("are in canonical form and mean the same: %s, %s", (_name, variant, pack) => {
    const out = join(new Scratch().folder, "capfence.yaml");
    const { policy, extended } = packFiles(pack, variant, out);
    for (const { path, text } of [...extended, policy]) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    for (const { path, text } of [...extended, policy])
      expect(formatPolicy(path, text, { modeline: false })).toBe(text);
    expect(digest(out)).toBe(digest(policyOf(pack, variant)));
  });
});
