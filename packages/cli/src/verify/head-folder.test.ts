import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ActionEvent } from "@capfence/core";
import { anchorsFromEnvironment } from "@capfence/core/anchors";
import { openSigning } from "@capfence/core/signing";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Scratch } from "../../test/scratch.ts";

afterEach(() => vi.unstubAllEnvs());

/** A log whose checkpoints are in the head folder that the environment names. */
async function kept(): Promise<{ readonly scratch: Scratch; readonly folder: string }> {
  const scratch = new Scratch();
  const folder = join(scratch.folder, "heads");
  vi.stubEnv("CAPFENCE_HEADS", folder);
  const anchors = anchorsFromEnvironment(`sqlite:${scratch.log}`);
  const runtime = scratch.runtime("allow: [a.b]", { ...openSigning(scratch.key), anchors });
  for (let call = 0; call < 2; call += 1)
    await runtime.execute(ActionEvent.create({ actor: "agent", capability: "a.b" }));
  await runtime.close();
  scratch.close();
  return { scratch, folder };
}

describe("capfence verify with a head folder", () => {
  it("compares the log with it, and says so", async () => {
    const { scratch, folder } = await kept();
    const { code, output } = await scratch.run("verify");
    expect([code, output]).toEqual([
      0,
      expect.stringContaining(`it was compared with 1 checkpoint in the head folder ${folder}\n`),
    ]);
    expect(output).not.toContain("pass --checkpoint");
    expect(output).toMatch(/\n[0-9a-f]{16} +7 +7 +6 +closed /);
    const { heads, writers } = JSON.parse((await scratch.run("verify", "--json")).output);
    expect([heads, writers[0].anchored]).toEqual([{ folder, checkpoints: 1 }, 6]);
  });

  it("finds a log that was cut short, unless it is left out", async () => {
    const { scratch, folder } = await kept();
    scratch.tamper("DELETE FROM log WHERE seq > 4");
    const { code, output } = await scratch.run("verify");
    expect([code, output]).toEqual([
      3,
      expect.stringContaining(`there are 4 records; the head folder "${folder}" shows at least 7`),
    ]);
    const without = await scratch.run("verify", "--no-heads");
    expect([without.code, without.output]).toEqual([
      0,
      expect.stringContaining("it was compared with no checkpoint kept elsewhere"),
    ]);
  });

  it("finds a log of which nothing is left", async () => {
    const { scratch } = await kept();
    scratch.tamper("DELETE FROM log");
    const { code, output } = await scratch.run("verify");
    expect([code, output]).toEqual([3, expect.stringContaining("nothing is left of this writer")]);
  });

  it("says that the folder is empty", async () => {
    const { scratch, folder } = await kept();
    rmSync(folder, { recursive: true });
    mkdirSync(folder, { mode: 0o700 });
    const { code, output } = await scratch.run("verify");
    expect([code, output]).toEqual([
      0,
      expect.stringContaining(`there is no checkpoint in the head folder ${folder}\n`),
    ]);
    expect(output).toContain("pass --checkpoint");
  });

  it.each<readonly [string, (folder: string) => void, string]>([
    ["is gone", (folder) => rmSync(folder, { recursive: true }), "there is no head folder"],
    [
      "has a damaged head",
      (folder) => writeFileSync(join(folder, readdirSync(folder)[0] ?? ""), "x"),
      "is damaged",
    ],
    [
      "is a file",
      (folder) => {
        rmSync(folder, { recursive: true });
        writeFileSync(folder, "");
      },
      "cannot keep heads in",
    ],
  ])("is not quietly without one that %s", async (_name, damage, words) => {
    const { scratch, folder } = await kept();
    damage(folder);
    const { code, output, errors } = await scratch.run("verify");
    expect([code, output]).toEqual([2, ""]);
    expect(errors).toContain(words);
    expect(errors).toContain("--no-heads leaves it out");
    expect((await scratch.run("verify", "--no-heads")).code).toBe(0);
  });

  it("leaves it out for an export, which may be older", async () => {
    const { scratch, folder } = await kept();
    const file = scratch.file("log.jsonl", (await scratch.run("logs", "export")).output);
    rmSync(folder, { recursive: true });
    expect((await scratch.run("verify", "--export", file)).code).toBe(0);
  });

  it("tells people too what somebody accepted", async () => {
    const { scratch } = await kept();
    scratch.tamper("DELETE FROM log WHERE seq > 4");
    expect((await scratch.run("storage", "reopen")).code).toBe(3);
    expect((await scratch.run("storage", "reopen", "--accept-loss")).code).toBe(0);
    const { output } = await scratch.run("verify");
    expect(output).toMatch(/\naccepted: \S+ had at least 6 records .*; 4 were found\n/);
    // What somebody else put there must not keep the rest from being told.
    scratch.tamper(
      `UPDATE log SET text = replace(text, '"acceptedLoss":[{', '"acceptedLoss":[null,{')`,
    );
    const damaged = await scratch.run("verify", "--no-heads");
    expect([damaged.code, damaged.output]).toEqual([3, expect.stringContaining("edited")]);
  });
});
