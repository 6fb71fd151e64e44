import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

const main = join(import.meta.dirname, "../../../packages/cli/src/main.ts");

it("the policy for files decides what its fixtures say, and each of its rules is tried", () => {
  const { status, stdout } = spawnSync(
    process.execPath,
    ["--conditions=@capfence/source", main, "policy", "test", ".", "--strict"],
    { cwd: import.meta.dirname, encoding: "utf8" },
  );
  expect(stdout).toContain("8 checks, all passed");
  expect(status).toBe(0);
});
