import { defineConfig, mergeConfig, type ViteUserConfig } from "vitest/config";
import config from "./vitest.config.ts";

/** The tests that mutants of the decision engine must not survive: its own, without those of random cases, so that a score is the same each time. */
const mutation: ViteUserConfig = mergeConfig(
  config,
  defineConfig({ test: { include: ["packages/core/src/{policy,action}/**/*.test.ts"], isolate: false } }),
);

export default mutation;
