import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startProgram } from "./acting.ts";
import { PAYER } from "./approvals-task.ts";
import { effectsOf, expectSound } from "./invariants.ts";
import { openSite } from "./open-site.ts";
import { share, TIME } from "./share.ts";
import { newSite, removeSite, type Site } from "./site.ts";
import { Together } from "./together.ts";

const USE = new URL("./use-approvals.ts", import.meta.url);
const PROCESSES = 4;
const APPROVALS = share(40, 500);

let site: Site;
beforeEach(() => {
  site = newSite();
});
afterEach(() => removeSite(site));

/** Queues calls, as the first attempts of them do, and approves each. */
async function approve(): Promise<readonly string[]> {
  const { runtime, close, transfer } = await openSite(site, { agentId: PAYER });
  const lines = Array.from({ length: APPROVALS }, (_, index) => `transfer-${index}`);
  for (const line of lines) await transfer({ line }).catch(() => undefined);
  for (const { id } of await runtime.approvals.pending())
    await runtime.approvals.approve(id, { by: "human" });
  await close();
  return lines;
}

describe("approvals that processes race for", () => {
  it(
    `are used exactly once each: ${PROCESSES} processes, ${APPROVALS} approvals`,
    async () => {
      const lines = await approve();
      const children = Array.from({ length: PROCESSES }, () => startProgram(USE, { site, lines }));
      const processes = new Together(children);
      await processes.go();
      expect(await processes.ended()).toEqual(children.map(() => 0));
      expect(effectsOf(site.effects).toSorted()).toEqual(lines.toSorted());
      await expectUsed(lines.length, lines.length);
    },
    TIME,
  );

  it(
    "are used at most once where processes are killed meanwhile",
    async () => {
      const lines = await approve();
      const children = Array.from({ length: PROCESSES }, () => startProgram(USE, { site, lines }));
      const processes = new Together(children);
      await processes.go();
      for (const child of children.slice(1)) {
        await sleep(Math.random() * 200);
        child.kill("SIGKILL");
      }
      await processes.ended();
      const effects = effectsOf(site.effects);
      expect(effects).toHaveLength(new Set(effects).size);
      await expectUsed(effects.length, lines.length);
    },
    TIME,
  );
});

/** As many approvals are consumed as there are effects at least, each of them once and by one authorised decision. */
async function expectUsed(least: number, most: number): Promise<void> {
  const { records } = await expectSound(site, []);
  const consumed = records.flatMap((record) =>
    record.kind === "approval" && record.state === "consumed" ? [record.approval] : [],
  );
  const authorised = records.flatMap((record) =>
    record.kind === "decision" && record.authorized ? [record.approval ?? "none"] : [],
  );
  expect(consumed).toHaveLength(new Set(consumed).size);
  expect(authorised.toSorted()).toEqual(consumed.toSorted());
  expect(consumed.length).toBeGreaterThanOrEqual(least);
  expect(consumed.length).toBeLessThanOrEqual(most);
}
