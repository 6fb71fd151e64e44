import { defineConfig, type ViteUserConfig } from "vitest/config";
import config from "./vitest.config.ts";

const TESTS = "packages/core/src/{policy,action}/**/*.test.ts";

/**
 * The tests that mutants of the decision engine must not survive: its own, without those of random cases, so
 * that a score is the same each time. `CAPFENCE_MUTATION_TESTS` names fewer files, which takes far less time.
 */
const mutation: ViteUserConfig = defineConfig({
  ...config,
  test: {
    ...config.test,
    include: [process.env["CAPFENCE_MUTATION_TESTS"] ?? TESTS],
    exclude: ["**/node_modules/**", "**/*.reference.test.ts"],
    isolate: false,
  },
});

export default mutation;
