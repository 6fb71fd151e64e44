import { join } from "node:path";
import type { ViteUserConfig } from "vitest/config";
import base from "./vitest.config.ts";

/** Python frameworks behind the gateway, each in an environment of its own from PyPI. */
const config: ViteUserConfig = {
  ...base,
  test: {
    ...base.test,
    include: ["test/python/*.check.ts"],
    globalSetup: [join(import.meta.dirname, "test/python/environments.ts")],
    // Processes of three kinds start for each, on a machine that may be busy.
    testTimeout: 240_000,
    maxConcurrency: 4,
  },
};

export default config;
