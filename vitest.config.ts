import { join } from "node:path";
import { defineConfig, type ViteUserConfig } from "vitest/config";

const conditions = ["@capfence/source", "node"];
const report = process.env.CAPFENCE_TEST_REPORT;
/**
 * Set where everything has been tested minutes ago, as in CI: then only the rules about the repository are tried.
 * knip, which learns here what the tests are, runs without it.
 */
const tested = process.env.CAPFENCE_TESTED === "yes";

/** Every test of the repository, run from source; `CAPFENCE_TEST_REPORT` names a file for the result as JSON. */
const config: ViteUserConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [
      tested
        ? "test/architecture*.test.ts"
        : "{packages,examples,bench,policies,test}/**/*.test.ts",
    ],
    exclude: ["**/node_modules/**", "**/dist/**"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Many tests wait for processes, disks and servers; by default one core would be left idle.
    maxWorkers: "100%",
    // The commands that tests start are read from source, each time anew; with their code kept, in a third of the time.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules/.cache/compile") },
    reporters: report ? ["default", ["json", { outputFile: report }]] : ["default"],
  },
});

export default config;
