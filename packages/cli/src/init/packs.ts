import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CapabilitySystem } from "@capfence/core";
import { packageFile } from "../package-file.ts";

/** A variant of a pack: how much of it runs unattended, or that it only watches. */
export type Variant = "strict" | "baseline" | "observe";

/** Every variant; each pack has all of them. */
export const VARIANTS: readonly Variant[] = ["strict", "baseline", "observe"];

/** A policy pack: a folder of policies for one kind of tool. */
export interface Pack {
  readonly name: string;
  readonly folder: string;
  /** What its baseline says it is for. */
  readonly description: string;
}

/** Beside `dist` in the package; in the repository the folder that the build copies from. */
export const PACKS_FOLDER: string = fileURLToPath(
  packageFile(import.meta.url.endsWith(".ts") ? "../../policies" : "policies"),
);

/** The packs of a folder, by name. */
export function listPacks(folder: string = PACKS_FOLDER): readonly Pack[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, "baseline.yaml")))
    .map(({ name }) => name)
    .toSorted()
    .map((name) => ({
      name,
      folder: join(folder, name),
      description: describePack(join(folder, name, "baseline.yaml")),
    }));
}

/** The policy of a variant. */
export function policyOf(pack: Pack, variant: Variant): string {
  return join(pack.folder, `${variant}.yaml`);
}

function describePack(baseline: string): string {
  return new CapabilitySystem().loadPolicy(baseline).document?.description ?? "";
}
