import type { AdapterHarness } from "./harness.ts";
import { type Scene, setScene, type Stage } from "./scene.ts";

/** One sentence about every adapter, and the test of it. */
export interface AdapterCase {
  readonly name: string;
  /** Rejects where the adapter of the stage does not keep to the sentence. */
  readonly run: (stage: Stage, harness: AdapterHarness) => Promise<void>;
}

/** Tests one sentence on an adapter, and closes what it opened. */
export async function runAdapterCase(harness: AdapterHarness, { run }: AdapterCase): Promise<void> {
  const scenes: Scene[] = [];
  try {
    await run(async (options) => {
      const scene = await setScene(harness, options);
      scenes.push(scene);
      return scene;
    }, harness);
  } finally {
    for (const { tool } of scenes) await tool.close?.();
  }
}
