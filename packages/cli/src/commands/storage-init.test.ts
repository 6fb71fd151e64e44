import { chmodSync, existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Scratch } from "../../test/scratch.ts";

describe("capfence storage init", () => {
  it("makes a log in a file once, and leaves it as it is then", async () => {
    const scratch = new Scratch();
    const log = join(scratch.folder, "new/audit.db");
    const init = (...options: readonly string[]) =>
      scratch.run("storage", "init", "--audit-log", log, ...options);
    expect((await init()).output).toBe(`✓ made an empty log: ${log}\n`);
    expect(statSync(log).mode & 0o777).toBe(0o600);
    expect((await init()).output).toBe(`✓ there is a log already: ${log}\n`);
    expect(JSON.parse((await init("--json")).output)).toEqual({ log, created: false });
    expect((await scratch.run("verify", "--audit-log", log)).code).toBe(0);
  });

  it("makes the log of the state folder where none is named", async () => {
    const scratch = new Scratch();
    expect((await scratch.run("storage", "init")).code).toBe(0);
    expect(existsSync(scratch.log)).toBe(true);
  });

  it("leaves a file alone that is no log, or that others may use", async () => {
    const scratch = new Scratch();
    const file = scratch.file("notes.txt", "notes".repeat(1000));
    expect((await scratch.run("storage", "init", "--audit-log", file)).code).toBe(3);
    await scratch.run("storage", "init");
    chmodSync(scratch.log, 0o644);
    expect((await scratch.run("storage", "init")).code).toBe(2);
  });

  it("has no roles for files", async () => {
    const scratch = new Scratch();
    const { code, errors } = await scratch.run("storage", "init", "--role", "agents");
    expect([code, errors]).toEqual([2, expect.stringContaining("--role is for a log in")]);
    expect(existsSync(scratch.log)).toBe(false);
  });
});
