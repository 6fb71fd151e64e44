import { readFileSync } from "node:fs";
import type { AuditRecord } from "@capfence/core";
import { expect } from "vitest";
import { type Said, saidWith } from "./acting.ts";
import { openSite } from "./open-site.ts";
import { type FoundTrail, readTrail } from "./read-trail.ts";
import type { Site } from "./site.ts";

/** How many calls a process makes after an append has failed. */
const ASKED_AFTERWARDS = 9;

/** What was said durable and is not in the log; there must be nothing. */
function lostOf(said: Said, records: readonly AuditRecord[]): readonly string[] {
  const decided = new Set(records.map((record) => (record.kind === "decision" ? record.id : "")));
  const finished = new Set(
    records.map((record) => (record.kind === "outcome" ? record.decision : "")),
  );
  return [
    ...saidWith(said, "decided").filter((id) => !decided.has(id)),
    ...saidWith(said, "finished").filter((id) => !finished.has(id)),
  ];
}

/** The effects that no decision in the log authorised, or that happened twice; there must be none. */
export function unauthorisedOf(
  effects: readonly string[],
  records: readonly AuditRecord[],
): readonly string[] {
  const authorised = new Set<unknown>();
  for (const record of records)
    if (record.kind === "decision" && record.authorized) authorised.add(record.payload["line"]);
  // Each line may be there once.
  return effects.filter((line) => !authorised.delete(line));
}

/** The lines that tools have appended. */
export function effectsOf(path: string): readonly string[] {
  return readFileSync(path, "utf8").split("\n").slice(0, -1);
}

/** The log has all that was said durable, nothing ran without it, every writer has no gap, and all of it verifies. */
export async function expectSound(site: Site, said: Said, circumstances = ""): Promise<FoundTrail> {
  // Others may be at work: what is there before the log is read must be in it.
  const effects = effectsOf(site.effects);
  const trail = await readTrail(site);
  const { records, entries, report } = trail;
  const gaps = [...Map.groupBy(entries, ({ writer }) => writer)]
    .filter(([, log]) => log.some(({ seq }, index) => seq !== index + 1))
    .map(([writer]) => writer);
  const { intact, findings } = report;
  const unauthorised = unauthorisedOf(effects, records);
  expect({
    circumstances,
    lost: lostOf(said, records),
    unauthorised,
    gaps,
    intact,
    findings,
  }).toEqual({ circumstances, lost: [], unauthorised: [], gaps: [], intact: true, findings: [] });
  return trail;
}

/** Once an append has failed, everything was refused, and no tool was called. */
export function expectLatched(site: Site, said: Said, circumstances = ""): void {
  const words = said.map(([word]) => word);
  const failure = words.indexOf("failed");
  const [end = ""] = words.splice(-1);
  expect({
    circumstances,
    failed: failure !== -1,
    after: words.slice(failure + 1),
    ended: end === "closed" || end === "unclosed",
    late: effectsOf(site.effects).filter((line) => line.includes("-late-")),
  }).toEqual({
    circumstances,
    failed: true,
    after: Array.from({ length: ASKED_AFTERWARDS }, () => "refused"),
    ended: true,
    late: [],
  });
}

/** A new runtime opens on what is there, its tool runs, and all verifies. */
export async function expectReopens(site: Site, circumstances = ""): Promise<void> {
  const opened = await openSite(site, { agentId: "reopened" });
  const line = `reopened-${effectsOf(site.effects).length}`;
  await opened.write({ line });
  await opened.close();
  expect(effectsOf(site.effects).at(-1)).toBe(line);
  await expectSound(site, [], circumstances);
}
