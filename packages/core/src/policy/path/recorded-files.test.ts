import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { judgedRuntime, recordsOf } from "../../../test/judged-runtime.ts";
import { policy } from "../../../test/judge.ts";
import { ActionEvent } from "../../action/event.ts";
import { recordedFiles } from "./file-view.ts";

function read(path: string, capability = "files.read"): ActionEvent {
  return ActionEvent.create({ actor: "a", capability, payload: { path } });
}

it("what a decision saw of the disk is recorded, and decides the same when the disk is another", async () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "capfence-paths-")));
  mkdirSync(join(root, "inner"));
  symlinkSync(join(root, "inner"), join(root, "link"));
  symlinkSync(join(root, "missing"), join(root, "dangling"));
  const capabilitySystem = policy(
    `allow: [{ capability: files.read, path_within: "${root}" }, notes.read]`,
  );
  const runtime = judgedRuntime({ capabilitySystem });
  const events = [read(join(root, "link/x")), read(join(root, "dangling")), read("relative")];
  for (const event of events) await runtime.execute(event);
  await runtime.execute(read(join(root, "link/x"), "notes.read"));
  rmSync(root, { recursive: true });

  const records = await recordsOf(runtime);
  expect(records.map((record) => "resolved" in record && record.resolved)).toEqual([
    { ".": process.cwd(), [root]: root, [join(root, "link/x")]: join(root, "inner/x") },
    { ".": process.cwd(), [join(root, "dangling")]: "" },
    { ".": process.cwd() },
    false,
  ]);
  for (const [index, event] of events.entries()) {
    const record = records[index];
    if (record?.kind !== "decision") throw new Error("no decision was recorded");
    const again = capabilitySystem.decide(event, recordedFiles(record.resolved ?? {}));
    expect([again.effect, again.resolved]).toEqual([record.effect, record.resolved]);
  }
});
