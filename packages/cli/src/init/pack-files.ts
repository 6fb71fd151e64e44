import { readFileSync } from "node:fs";
import { basename, dirname, extname, join, resolve } from "node:path";
import { PolicySource } from "@capfence/core/source";
import { formatYaml } from "../format/format-yaml.ts";
import { type Pack, policyOf, type Variant } from "./packs.ts";

/** A file to write. */
interface PackFile {
  readonly path: string;
  readonly text: string;
}

/** What a pack's variant becomes: its policy, and all that it extends in a folder of their own beside it. */
export interface PackFiles {
  readonly policy: PackFile;
  readonly folder: string;
  readonly extended: readonly PackFile[];
}

/** The files for a policy at `out`; comments stay, and `extends` leads to where the other files are written. */
export function packFiles(pack: Pack, variant: Variant, out: string): PackFiles {
  const folder = `${basename(out, extname(out))}-packs`;
  const names = new Map<string, string>();
  const texts = new Map<string, string>();
  const add = (file: string): string => {
    const known = names.get(file);
    if (known !== undefined) return known;
    const name = `${basename(dirname(file))}-${basename(file)}`;
    names.set(file, name);
    texts.set(name, canonical(rewritten(file, add)));
    return name;
  };
  const text = canonical(rewritten(policyOf(pack, variant), (file) => `${folder}/${add(file)}`));
  const extended = [...texts].map(([name, one]) => ({
    path: join(dirname(out), folder, name),
    text: one,
  }));
  return { policy: { path: out, text }, folder: join(dirname(out), folder), extended };
}

/** The text of a policy whose `extends` leads to `place` of each file. */
function rewritten(file: string, place: (file: string) => string): string {
  const text = readFileSync(file, "utf8");
  const written = extendedBy(text, file);
  return written.reduce(
    (before, path) => before.replaceAll(path, place(resolve(dirname(file), path))),
    text,
  );
}

function extendedBy(text: string, file: string): readonly string[] {
  const root = new PolicySource(file).read(text);
  const value = root?.entries.find(({ name }) => name === "extends")?.node.value;
  return (Array.isArray(value) ? value : [value]).filter((path) => typeof path === "string");
}

/** As `capfence policy fmt` would write it, so that a policy is in that form from its first day. */
function canonical(text: string): string {
  return formatYaml(text, { modeline: false });
}
