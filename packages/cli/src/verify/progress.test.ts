import { describe, expect, it, vi } from "vitest";
import { Collector } from "../../test/scratch.ts";
import { Progress } from "./progress.ts";

const quick = { clock: Date.now, stateFolder: "" };

/** What is printed on a stream by work that takes a while. */
async function shownOn(stream: Collector): Promise<string> {
  const progress = await Progress.create(100, {
    ...quick,
    output: new Collector(),
    errors: stream,
  });
  const start = performance.now();
  const now = vi.spyOn(performance, "now");
  try {
    progress.update(10);
    expect(stream.text).toBe("");
    now.mockReturnValue(start + 1500);
    progress.update(50);
  } finally {
    now.mockRestore();
    progress.stop();
  }
  return stream.text;
}

describe("progress", () => {
  it("shows a bar where somebody watches, once it takes longer than a second", async () => {
    const terminal = Object.assign(new Collector(), { isTTY: true, columns: 80 });
    expect(await shownOn(terminal)).toContain("verifying ");
  });

  it("prints nothing into a file or a pipe", async () => {
    expect(await shownOn(new Collector())).toBe("");
  });
});
