import { environmentVariable } from "#platform";
import type { Anchor } from "../audit/anchor.ts";
import { HeadFolder } from "./head-folder.ts";

/**
 * The anchors that the environment names for the log at `location`: `CAPFENCE_HEADS` is a folder outside the log's.
 * Runtime and command line look there alike. Throws `ConfigurationError` for a folder that cannot be one.
 */
export function anchorsFromEnvironment(location: string): readonly Anchor[] {
  const folder = environmentVariable("CAPFENCE_HEADS");
  return folder === undefined ? [] : [new HeadFolder({ folder, location })];
}
