import { setImmediate } from "node:timers/promises";

/** Resolves once something holds that others bring about; rejects where they never do. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 1000; turn += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one look after another
    if (await holds()) return;
    // oxlint-disable-next-line no-await-in-loop -- one look after another
    await setImmediate();
  }
  throw new Error("it never held");
}
