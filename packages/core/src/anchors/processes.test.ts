import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { AnchorScratch } from "../../test/anchor-scratch.ts";
import { readSignedCheckpoint } from "../audit/note/signed-checkpoint.ts";
import { AppendOnlyFile } from "./append-only-file.ts";
import { HeadFolder } from "./head-folder.ts";

const program = new URL("../../test/publish-checkpoints.ts", import.meta.url);
const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
});

/** A process that publishes until it is done, or has printed so many sizes and is killed; the last size it printed. */
async function publish(place: string, origin: string, most = Infinity): Promise<number> {
  const child = spawn(
    process.execPath,
    ["--conditions=@capfence/source", "--no-warnings", fileURLToPath(program), place, origin],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  children.push(child);
  const closed = once(child, "close");
  let last = 0;
  for await (const line of createInterface(child.stdout)) {
    last = Number(line);
    if (last >= most) child.kill("SIGKILL");
  }
  await closed;
  return last;
}

function sizes(notes: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    notes.map((note) => {
      const { origin = "", size = 0 } = readSignedCheckpoint(note)?.checkpoint ?? {};
      return [origin, size];
    }),
  );
}

describe("several processes", () => {
  it("share a folder and a file without losing each other's checkpoints, also where they are killed", async () => {
    const scratch = new AnchorScratch();
    const { location } = scratch;
    const problems: string[] = [];
    const report = (problem: string): void => void problems.push(problem);
    const folder = new HeadFolder({ folder: scratch.at("heads"), location });
    const file = new AppendOnlyFile({ path: scratch.at("checkpoints.jsonl"), location, report });
    const killed = [Infinity, 20, Infinity, 60];
    const ended = new AbortController();
    const looking = (async (): Promise<number> => {
      let looks = 0;
      for (; !ended.signal.aborted; looks += 1) {
        folder.kept();
        file.kept();
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      return looks;
    })();
    const said = await Promise.all(
      killed.map((most, index) => publish(scratch.folder, `example.org/log/${index}`, most)),
    );
    ended.abort();
    expect(await looking).toBeGreaterThan(5);
    for (const kept of [sizes(folder.kept()), sizes(file.kept())]) {
      expect(kept.size).toBe(killed.length);
      for (const [index, last] of said.entries())
        expect(kept.get(`example.org/log/${index}`)).toBeGreaterThanOrEqual(last);
      expect(kept.get("example.org/log/0")).toBe(200);
    }
    expect(problems).toStrictEqual([]);
  });
});
