import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startProgram } from "./acting.ts";
import { PAYER } from "./approvals-task.ts";
import { effectsOf, expectSound } from "./invariants.ts";
import { openSite } from "./open-site.ts";
import { share, TIME } from "./share.ts";
import { newSite, removeSite, type Site } from "./site.ts";
import { Together } from "./together.ts";

const TRY = new URL("./try-transfer.ts", import.meta.url);
const USE = new URL("./use-approvals.ts", import.meta.url);
const PROCESSES = 4;
const APPROVALS = share(40, 500);
const RETRIES = share(2, 50);

let site: Site;
beforeEach(() => {
  site = newSite();
});
afterEach(() => removeSite(site));

/** Queues calls, as the first attempts of them do, and approves each. */
async function approve(): Promise<readonly string[]> {
  const { runtime, close, transfer } = await openSite(site, { agentId: PAYER });
  const lines = Array.from({ length: APPROVALS }, (_, index) => `transfer-${index}`);
  // Fewer at once than may wait for one agent.
  for (let first = 0; first < lines.length; first += 50) {
    for (const line of lines.slice(first, first + 50))
      await transfer({ line }).catch(() => undefined);
    for (const { id } of await runtime.approvals.pending())
      await runtime.approvals.approve(id, { by: "human" });
  }
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

/** What becomes of a call in a process of its own, which is killed then. */
async function tryAndDie(line: string): Promise<string> {
  const child = startProgram(TRY, { site, lines: [line] });
  const ended = once(child, "close");
  const [said] = (await Promise.race([once(child.stdout ?? child, "data"), ended])) as unknown[];
  child.kill("SIGKILL");
  await ended;
  return String(said).trim();
}

describe("a process that is killed between the approval and the call that it is for", () => {
  it(
    `is followed by one that makes the call once, and no more, ${RETRIES} times`,
    async () => {
      for (let round = 0; round < RETRIES; round += 1) {
        const line = `retried-${round}`;
        expect(await tryAndDie(line)).toBe("refused");
        const { runtime, close } = await openSite(site, { agentId: "human" });
        const pending = await runtime.approvals.pending();
        const waiting = pending.find(({ payload }) => payload["line"] === line);
        await runtime.approvals.approve(waiting?.id ?? "", { by: "human" });
        await close();
        expect(await tryAndDie(line)).toBe("ran");
        expect(await tryAndDie(line)).toBe("refused");
      }
      const lines = Array.from({ length: RETRIES }, (_, round) => `retried-${round}`);
      expect(effectsOf(site.effects)).toEqual(lines);
      await expectUsed(RETRIES, RETRIES);
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
