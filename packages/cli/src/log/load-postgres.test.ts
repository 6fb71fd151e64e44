import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { Scratch } from "../../test/scratch.ts";

const main = join(import.meta.dirname, "../main.ts");

const WITHOUT_POSTGRES = `import { registerHooks } from "node:module";
registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== "@capfence/postgres") return next(specifier, context);
    throw Object.assign(new Error("missing"), { code: "ERR_MODULE_NOT_FOUND" });
  },
});`;

it("says what to install where PostgreSQL cannot be read, and needs it for nothing else", () => {
  const scratch = new Scratch();
  const hooks = pathToFileURL(scratch.file("without-postgres.mjs", WITHOUT_POSTGRES)).href;
  const run = (...parameters: readonly string[]) =>
    spawnSync(
      process.execPath,
      ["--conditions=@capfence/source", "--import", hooks, main, ...parameters],
      { cwd: scratch.folder, encoding: "utf8" },
    );
  const url = "postgres://me:secret@127.0.0.1:1/audit";
  expect(run("logs", "--audit-log", url)).toMatchObject({
    status: 2,
    stderr:
      "capfence: logs in PostgreSQL need a package beside capfence: npm install @capfence/postgres\n",
  });
  expect(run("storage", "init", "--audit-log", scratch.log).status).toBe(0);
});
