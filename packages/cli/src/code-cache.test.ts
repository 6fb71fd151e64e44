import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

/** Starts as the command does, and goes on to load a module. */
const PROGRAM = `
import { keepCompiledCode } from ${JSON.stringify(new URL("code-cache.ts", import.meta.url))};
keepCompiledCode();
const { EXIT } = await import(${JSON.stringify(new URL("exit-code.ts", import.meta.url))});
console.log(EXIT.done);
`;

describe("what is kept of compiled code", () => {
  let home: string;
  let cache: string;
  let folder: string;

  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "capfence-cache-test-"));
    cache = join(home, "cache");
    folder = join(cache, "capfence");
  });

  afterEach(() => rmSync(home, { recursive: true }));

  /** Runs the program, which must do its work whatever becomes of the cache. */
  function run(environment: NodeJS.ProcessEnv = {}): void {
    const { NODE_DISABLE_COMPILE_CACHE: _off, NODE_COMPILE_CACHE: _on, ...others } = process.env;
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--input-type=module", "--eval", PROGRAM],
      {
        cwd: home,
        encoding: "utf8",
        env: { ...others, HOME: home, XDG_CACHE_HOME: cache, ...environment },
      },
    );
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "0\n", stderr: "" });
  }

  it("is in a folder that only its owner can use", () => {
    run();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it.each([undefined, "", "relative"])(
    "is in the home of the user where XDG_CACHE_HOME is %j",
    (value) => {
      run({ XDG_CACHE_HOME: value });
      expect(readdirSync(join(home, ".cache/capfence"))).toHaveLength(1);
      expect(existsSync(join(home, "relative"))).toBe(false);
    },
  );

  it.each(["", "."])("is not in the working folder where the home is %j", (value) => {
    mkdirSync(join(home, ".cache/capfence"), { recursive: true, mode: 0o700 });
    run({ HOME: value, XDG_CACHE_HOME: undefined });
    expect(readdirSync(join(home, ".cache/capfence"))).toEqual([]);
  });

  it("is nothing where others can use the folder", () => {
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o770);
    run();
    expect(readdirSync(folder)).toEqual([]);
  });

  it("is nothing where others could put a folder of theirs in its place", () => {
    mkdirSync(cache);
    chmodSync(cache, 0o777);
    run();
    expect(existsSync(folder)).toBe(false);
  });

  it("outlasts a process that is killed once it is written", async () => {
    const waiting = PROGRAM.replace("keepCompiledCode }", "keepCompiledCode, writeCompiledCode }");
    const program = `${waiting}
import { readdirSync } from "node:fs";
writeCompiledCode(10);
setInterval(() => {
  const [version] = readdirSync(${JSON.stringify(folder)});
  if (readdirSync(${JSON.stringify(folder)} + "/" + version).length > 0) process.kill(process.pid, "SIGKILL");
}, 20);`;
    const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
      cwd: home,
      env: { HOME: home, XDG_CACHE_HOME: cache },
      timeout: 10_000,
    });
    expect(await once(child, "exit")).toEqual([null, "SIGKILL"]);
  });

  it("is nothing where the folder is a link", () => {
    const elsewhere = join(home, "elsewhere");
    mkdirSync(elsewhere, { mode: 0o700 });
    mkdirSync(cache);
    symlinkSync(elsewhere, folder);
    run();
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it("is nothing where no folder can be made", () => {
    writeFileSync(cache, "");
    run();
    expect(readdirSync(home)).toEqual(["cache"]);
  });

  it("is nothing where Node is told to keep none", () => {
    run({ NODE_DISABLE_COMPILE_CACHE: "1" });
    expect(existsSync(cache)).toBe(false);
  });

  it("is nothing in the working folder, whose files may be of others", () => {
    run();
    expect(readdirSync(home).toSorted()).toEqual(["cache"]);
  });
});
