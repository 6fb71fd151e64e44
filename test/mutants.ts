// Puts each fault of `packages/*/test/mutants.json` into its package in turn, and expects the package's tests to fail.
import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";

interface Mutant {
  readonly name: string;
  /** From the package's folder. */
  readonly file: string;
  /** Must stand in the file once. */
  readonly find: string;
  readonly replace: string;
}

const root = join(import.meta.dirname, "..");
const wanted = process.argv.slice(2);
const lists = globSync("packages/*/test/mutants.json", { cwd: root }).filter(
  (list) => wanted.length === 0 || wanted.includes(list.split(sep)[1] ?? ""),
);
if (lists.length === 0)
  throw new Error(`no mutants of ${wanted.join(", ")}; name a folder of packages/`);

let killed = 0;
let survived = 0;
for (const list of lists) {
  const folder = dirname(dirname(list));
  const mutants: readonly Mutant[] = JSON.parse(readFileSync(join(root, list), "utf8"));
  if (!passes(folder))
    throw new Error(`the tests of ${folder} fail without a fault; mend them first`);
  for (const mutant of mutants) {
    const file = join(folder, mutant.file);
    const places = readFileSync(join(root, file), "utf8").split(mutant.find).length - 1;
    if (places !== 1)
      throw new Error(
        `${list}: the text of "${mutant.name}" stands in ${file} ${places} times, not once`,
      );
    const survives = passes(folder, { ...mutant, file });
    if (survives) survived += 1;
    else killed += 1;
    console.log(`${survives ? "SURVIVED" : "killed  "} ${folder}: ${mutant.name}`);
  }
}
console.log(`${killed} of ${killed + survived} mutants killed`);
if (survived > 0) process.exitCode = 1;

/** Whether the package's tests pass, with a fault where one is given. */
function passes(folder: string, mutant?: Mutant): boolean {
  const { status } = spawnSync(
    join(root, "node_modules/.bin/vitest"),
    ["run", `${folder}/src`, "--bail=1", "--config", "vitest.mutants.config.ts"],
    {
      cwd: root,
      stdio: "ignore",
      env: { ...process.env, ...(mutant && { CAPFENCE_MUTANT: JSON.stringify(mutant) }) },
    },
  );
  return status === 0;
}
