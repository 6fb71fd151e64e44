import { join } from "node:path";
import type { ViteUserConfig } from "vitest/config";
import base from "./vitest.config.ts";

const mutant:
  | { readonly file: string; readonly find: string; readonly replace: string }
  | undefined = process.env.CAPFENCE_MUTANT && JSON.parse(process.env.CAPFENCE_MUTANT);

/** The tests with one fault, `CAPFENCE_MUTANT`, put into a file as it is loaded; see `test/mutants.ts`. */
const config: ViteUserConfig = {
  ...base,
  // What is kept of a file does not know of the fault in it.
  test: { ...base.test, fsModuleCache: false },
  plugins: [
    {
      name: "mutant",
      enforce: "pre",
      transform(code, id) {
        if (mutant === undefined || id !== join(import.meta.dirname, mutant.file)) return undefined;
        return code.replace(mutant.find, () => mutant.replace);
      },
    },
  ],
};

export default config;
