import { join } from "node:path";
import { defineConfig, type ViteUserConfig } from "vitest/config";

const conditions = ["@capfence/source", "node"];
const report = process.env.CAPFENCE_TEST_REPORT;

/** Where tests start commands, servers, databases and tools: most of the time that all tests take. */
const WHOLE_PROCESSES: readonly string[] = [
  "{bench,examples,test}/**",
  "packages/{cli,postgres,testkit}/**",
  "packages/mcp/test/**",
  "packages/mcp/src/gateway/upstream/**",
];

/** Every test of the repository, run from source; `CAPFENCE_TEST_REPORT` names a file for the result as JSON. */
const config: ViteUserConfig = defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: ["{packages,examples,bench,policies,test}/**/*.test.ts"],
    exclude: [
      "**/node_modules/**",
      "**/dist/**",
      ...(process.env.CAPFENCE_WHOLE_PROCESSES === "off" ? WHOLE_PROCESSES : []),
    ],
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
